/** A page of the inbox, newest first, and how many match in all. */

import { readInPages } from "../../read-in-pages.ts";
import type { TenantSql } from "../../tenancy/tenant-sql.ts";
import { interruptColumns } from "../interrupt-columns.ts";
import { filterValue, type MetadataFilter, seenIn } from "../metadata-filter.ts";
import { mapEach, type OpenPage, type PageRequest } from "../page.ts";
import { answersOf, type WithAnswersInJson, withAnswers } from "./answers-of.ts";
import type { InboxRow, InterruptStatus } from "./rows.ts";

export interface InterruptSearch extends PageRequest {
  readonly status?: InterruptStatus | undefined;
  readonly graphId?: string | undefined;
  readonly threadId?: string | undefined;
  /** The role that has it now. */
  readonly assignee?: string | undefined;
  /** What the caller may see, of threads. */
  readonly seen?: MetadataFilter | undefined;
}

const matches = `from signalbox.interrupts i join signalbox.threads t on t.id = i.thread_id
  where i.tenant = $tenant and not i.sleeps and ($1::text is null or i.status = $1) and ($2::text is null or t.graph_id = $2) and ($3::text is null or i.thread_id = $3)
  and ($4::text is null or i.assignee = $4) and ${seenIn("t.metadata", "$5")}`;

const large = {
  sizes: `select i.id, (octet_length(i.payload::text) + coalesce(octet_length(i.answer::text), 0))::int as bytes
    from signalbox.interrupts i where i.tenant = $tenant and i.id = any($1::text[])`,
  rows: `select ${interruptColumns}, t.graph_id, ${answersOf("i.id")} as answers from signalbox.interrupts i join signalbox.threads t on t.id = i.thread_id
    where i.tenant = $tenant and i.id = any($1::text[]) order by array_position($1::text[], i.id)`,
};

export async function searchInterrupts(sql: TenantSql, search: InterruptSearch): Promise<OpenPage<InboxRow>> {
  const filter = [
    search.status ?? null,
    search.graphId ?? null,
    search.threadId ?? null,
    search.assignee ?? null,
    filterValue(search.seen),
  ];
  const found = await sql.query<{ id: string }>(`select i.id ${matches} order by i.opened_at desc, i.id limit $6 offset $7`, [
    ...filter,
    search.limit,
    search.offset,
  ]);
  const ids = found.map(({ id }) => id);
  const [count] = await sql.query<{ total: number }>(`select count(*)::int as total ${matches}`, filter);
  return { items: mapEach(readInPages<WithAnswersInJson<InboxRow>>(sql, ids, large), withAnswers), total: count?.total ?? 0 };
}
