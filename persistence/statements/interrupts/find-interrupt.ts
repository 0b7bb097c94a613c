/** One question, with the graph of its thread and the answers that count. */
import type { TenantSql } from "../../tenancy/tenant-sql.ts";
import { interruptColumns } from "../interrupt-columns.ts";
import { answersOf, type WithAnswersInJson, withAnswers } from "./answers-of.ts";
import type { InboxRow } from "./rows.ts";

const question = `select ${interruptColumns}, t.graph_id, ${answersOf("i.id")} as answers
  from signalbox.interrupts i join signalbox.threads t on t.id = i.thread_id where i.tenant = $tenant and not i.sleeps`;

export async function findInterrupt(sql: TenantSql, key: string): Promise<InboxRow | undefined> {
  const [row] = await sql.query<WithAnswersInJson<InboxRow>>(`${question} and i.id = $1`, [key]);
  return row && withAnswers(row);
}

/** Those with LangGraph's id: more than one when threads were copied. At most two. */
export async function findInterruptsNamed(sql: TenantSql, id: string, threadId: string | undefined): Promise<InboxRow[]> {
  const rows = await sql.query<WithAnswersInJson<InboxRow>>(
    `${question} and coalesce(i.asked_id, i.id) = $1 and ($2::text is null or i.thread_id = $2) limit 2`,
    [id, threadId ?? null],
  );
  return rows.map(withAnswers);
}
