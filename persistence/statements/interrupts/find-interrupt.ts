/** One question, with the graph of its thread. */
import type { Sql } from "../../../language/registry/context.ts";

export type InterruptStatus = "pending" | "decided" | "superseded" | "expired";

export interface InterruptRow {
  readonly id: string;
  readonly thread_id: string;
  readonly run_id: string;
  readonly task: string;
  readonly node: string | null;
  readonly payload: unknown;
  readonly status: InterruptStatus;
  readonly decision: string | null;
  readonly answer: unknown;
  readonly decided_by: string | null;
  readonly decided_at: Date | null;
  readonly resume_run: string | null;
  readonly opened_at: Date;
  readonly due_at: Date | null;
  readonly question_hash: string | null;
  readonly shown_hash: string | null;
  readonly bound_hash: string | null;
  readonly assignee: string | null;
}

export async function findInterrupt(sql: Sql, id: string): Promise<(InterruptRow & { graph_id: string | null }) | undefined> {
  const [row] = await sql.query<InterruptRow & { graph_id: string | null }>(
    "select i.*, t.graph_id from interrupts i join threads t on t.id = i.thread_id where i.id = $1",
    [id],
  );
  return row;
}
