/** One question, with the graph of its thread and the answers that count. */
import type { TenantSql } from "../../tenancy/tenant-sql.ts";
import { answersOf, type WithAnswersInJson, withAnswers } from "./answers-of.ts";
import type { InboxRow } from "./rows.ts";

export async function findInterrupt(sql: TenantSql, id: string): Promise<InboxRow | undefined> {
  const [row] = await sql.query<WithAnswersInJson<InboxRow>>(
    `select i.*, t.graph_id, ${answersOf("i.id")} as answers from signalbox.interrupts i join signalbox.threads t on t.id = i.thread_id where i.id = $1 and i.tenant = $tenant`,
    [id],
  );
  return row && withAnswers(row);
}
