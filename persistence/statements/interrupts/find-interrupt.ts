/** One question, with the graph of its thread and the answers that count. */
import type { Sql } from "../../../language/registry/context.ts";
import { answersOf, type WithAnswersInJson, withAnswers } from "./answers-of.ts";
import type { InboxRow } from "./rows.ts";

export async function findInterrupt(sql: Sql, id: string): Promise<InboxRow | undefined> {
  const [row] = await sql.query<WithAnswersInJson<InboxRow>>(
    `select i.*, t.graph_id, ${answersOf("i.id")} as answers from signalbox.interrupts i join signalbox.threads t on t.id = i.thread_id where i.id = $1`,
    [id],
  );
  return row && withAnswers(row);
}
