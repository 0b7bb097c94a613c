/** A page of the inbox, newest first, and how many match in all. */
import type { Sql } from "../../../language/registry/context.ts";
import type { InterruptRow, InterruptStatus } from "./rows.ts";

export interface InterruptPage {
  readonly status?: InterruptStatus | undefined;
  readonly graphId?: string | undefined;
  readonly threadId?: string | undefined;
  /** The role that has it now. */
  readonly assignee?: string | undefined;
  readonly limit: number;
  readonly offset: number;
}

type Found = InterruptRow & { readonly graph_id: string | null };

const matches = `from interrupts i join threads t on t.id = i.thread_id
  where ($1::text is null or i.status = $1) and ($2::text is null or t.graph_id = $2) and ($3::text is null or i.thread_id = $3)
  and ($4::text is null or i.assignee = $4)`;

export async function searchInterrupts(sql: Sql, page: InterruptPage): Promise<{ items: Found[]; total: number }> {
  const filter = [page.status ?? null, page.graphId ?? null, page.threadId ?? null, page.assignee ?? null];
  const items = await sql.query<Found>(`select i.*, t.graph_id ${matches} order by i.opened_at desc, i.id limit $5 offset $6`, [
    ...filter,
    page.limit,
    page.offset,
  ]);
  const [count] = await sql.query<{ total: number }>(`select count(*)::int as total ${matches}`, filter);
  return { items, total: count?.total ?? 0 };
}
