/** One question, with the graph of its thread. */
import type { Sql } from "../../../language/registry/context.ts";
import type { InboxRow } from "./rows.ts";

export async function findInterrupt(sql: Sql, id: string): Promise<InboxRow | undefined> {
  const [row] = await sql.query<InboxRow>(
    "select i.*, t.graph_id from signalbox.interrupts i join signalbox.threads t on t.id = i.thread_id where i.id = $1",
    [id],
  );
  return row;
}
