/** A page of the inbox, newest first, and how many match in all. */
import type { Sql } from "../../../language/registry/context.ts";
import type { Page, PageRequest } from "../page.ts";
import { answersOf, type WithAnswersInJson, withAnswers } from "./answers-of.ts";
import type { InboxRow, InterruptStatus } from "./rows.ts";

export interface InterruptSearch extends PageRequest {
  readonly status?: InterruptStatus | undefined;
  readonly graphId?: string | undefined;
  readonly threadId?: string | undefined;
  /** The role that has it now. */
  readonly assignee?: string | undefined;
}

const matches = `from signalbox.interrupts i join signalbox.threads t on t.id = i.thread_id
  where ($1::text is null or i.status = $1) and ($2::text is null or t.graph_id = $2) and ($3::text is null or i.thread_id = $3)
  and ($4::text is null or i.assignee = $4)`;

export async function searchInterrupts(sql: Sql, search: InterruptSearch): Promise<Page<InboxRow>> {
  const filter = [search.status ?? null, search.graphId ?? null, search.threadId ?? null, search.assignee ?? null];
  const items = await sql.query<WithAnswersInJson<InboxRow>>(
    `select i.*, t.graph_id, ${answersOf("i.id")} as answers ${matches} order by i.opened_at desc, i.id limit $5 offset $6`,
    [...filter, search.limit, search.offset],
  );
  const [count] = await sql.query<{ total: number }>(`select count(*)::int as total ${matches}`, filter);
  return { items: items.map(withAnswers), total: count?.total ?? 0 };
}
