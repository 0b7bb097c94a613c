/** The next held run of a free thread; one that is not due yet only if there is no other. */
import type { TenantSql } from "../../tenancy/tenant-sql.ts";
import { isFree } from "../threads/find-due-threads.ts";
import type { ThreadHead } from "../threads/rows.ts";
import type { RunKind } from "./rows.ts";

/** A signal ends the questions that keep other runs from beginning. It waits only for a run without a job. */
const mayBegin = `case when r.kind = 'signal'
  then not exists (select 1 from signalbox.runs o where o.thread_id = t.id and o.status in ('pending', 'running') and o.job is not null) else ${isFree} end`;

export interface HeldRun extends Pick<ThreadHead, "definition_hash" | "last_path" | "tenant" | "priority"> {
  readonly id: string;
  readonly graph_id: string;
  readonly kind: RunKind;
  /** Its time has come, or it has none. */
  readonly due: boolean;
}

/** Undefined too while something keeps the thread's next run from beginning. Only under the thread's lock, and after it. */
export async function findHeldRun(tx: TenantSql, threadId: string): Promise<HeldRun | undefined> {
  const [row] = await tx.query<HeldRun>(
    `select r.id, r.graph_id, r.kind, coalesce(r.not_before <= clock_timestamp(), true) as due, t.definition_hash, t.last_path, t.tenant, t.priority
     from signalbox.runs r join signalbox.threads t on t.id = r.thread_id
     where r.thread_id = $1 and r.tenant = $tenant and r.status = 'pending' and r.job is null and ${mayBegin}
     order by r.kind = 'signal' desc, due desc, coalesce(r.not_before, r.created_at), r.created_at limit 1`,
    [threadId],
  );
  return row;
}
