/** One thread, with the questions that it waits with. */
import type { Sql } from "../../../language/registry/context.ts";

export type ThreadStatus = "idle" | "busy" | "interrupted" | "error";

export interface ThreadRow {
  readonly id: string;
  readonly graph_id: string | null;
  readonly assistant_id: string | null;
  readonly definition_hash: string | null;
  readonly status: ThreadStatus;
  readonly metadata: Record<string, unknown>;
  readonly config: Record<string, unknown>;
  readonly last_values: Record<string, unknown> | null;
  readonly last_path: unknown[] | null;
  readonly temporary: boolean;
  readonly tenant: string | null;
  readonly priority: number;
  readonly created_at: Date;
  readonly updated_at: Date;
  /** Open questions by LangGraph's task id. */
  readonly interrupts: Record<string, { id: string; value: unknown }[]>;
}

/** The columns of a ThreadRow; the table must be named `t`. */
export const threadColumns = `t.*, coalesce((
  select json_object_agg(open.task, open.items)
  from (
    select i.task, json_agg(json_build_object('id', i.id, 'value', i.payload) order by i.opened_at, i.id) as items
    from interrupts i where i.thread_id = t.id and i.status = 'pending' group by i.task
  ) open
), '{}') as interrupts`;

export async function findThread(sql: Sql, threadId: string): Promise<ThreadRow | undefined> {
  const [row] = await sql.query<ThreadRow>(`select ${threadColumns} from threads t where t.id = $1`, [threadId]);
  return row;
}
