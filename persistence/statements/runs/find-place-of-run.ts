/** What a new run is asked for on: its thread, and its assistant if that was made or changed. Both in one statement. */
import type { TenantSql } from "../../tenancy/tenant-sql.ts";
import type { AssistantSettings } from "../assistants/rows.ts";
import { type ThreadRow, threadColumns } from "../threads/rows.ts";

export interface PlaceOfRun {
  readonly thread: ThreadRow | undefined;
  readonly assistant: AssistantSettings | undefined;
}

type Row = (ThreadRow | { readonly id: null }) & { readonly assistant: AssistantSettings | null };

/** `threadId` null: the run gets a thread of its own. */
export async function findPlaceOfRun(sql: TenantSql, threadId: string | null, assistantId: string): Promise<PlaceOfRun> {
  const [row] = await sql.query<Row>(
    `select ${threadColumns}, t.xmin::text as version, (select row_to_json(a) from signalbox.assistants a where a.tenant = $tenant and a.id = $2) as assistant
     from (values (1)) one left join signalbox.threads t on t.id = $1 and t.tenant = $tenant`,
    [threadId, assistantId],
  );
  if (!row) throw new Error("Postgres did not answer where a run is to begin.");
  const { assistant, ...thread } = row;
  return { thread: thread.id === null ? undefined : thread, assistant: assistant ?? undefined };
}
