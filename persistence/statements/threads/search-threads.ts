/** A page of the threads that match, and how many match in all. Temporary ones are never found. */

import { readInPages } from "../../read-in-pages.ts";
import type { TenantSql } from "../../tenancy/tenant-sql.ts";
import { filterValue, type MetadataFilter, seenIn } from "../metadata-filter.ts";
import type { OpenPage, PageRequest } from "../page.ts";
import { type ThreadRow, type ThreadStatus, threadColumns } from "./rows.ts";

export interface ThreadFilter {
  readonly ids?: readonly string[] | undefined;
  readonly status?: ThreadStatus | undefined;
  /** Contained in the thread's metadata. */
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
  /** Contained in the values of its last stop. */
  readonly values?: Readonly<Record<string, unknown>> | undefined;
  /** What the caller may see. */
  readonly seen?: MetadataFilter | undefined;
}

export interface ThreadSearch extends ThreadFilter, PageRequest {
  readonly sortBy: keyof typeof orders;
  readonly descending: boolean;
}

const orders = { thread_id: "t.id", status: "t.status", created_at: "t.created_at", updated_at: "t.updated_at" };

const matches = `t.tenant = $tenant and not t.temporary and ($1::text[] is null or t.id = any($1)) and ($2::text is null or t.status = $2)
  and ($3::jsonb is null or t.metadata @> $3) and ($4::jsonb is null or t.last_values::jsonb @> $4)
  and ${seenIn("t.metadata", "$5")}`;

const filterValues = ({ ids, status, metadata, values, seen }: ThreadFilter): unknown[] => [
  ids?.length ? ids : null,
  status ?? null,
  metadata ? JSON.stringify(metadata) : null,
  values ? JSON.stringify(values) : null,
  filterValue(seen),
];

const large = {
  sizes: `select t.id, (coalesce(octet_length(t.last_values::text), 0) + octet_length(t.metadata::text) + coalesce(octet_length(t.last_path::text), 0))::int as bytes
    from signalbox.threads t where t.tenant = $tenant and t.id = any($1::text[])`,
  rows: `select ${threadColumns} from signalbox.threads t where t.tenant = $tenant and t.id = any($1::text[]) order by array_position($1::text[], t.id)`,
};

export async function searchThreads(
  sql: TenantSql,
  { limit, offset, sortBy, descending, ...filter }: ThreadSearch,
): Promise<OpenPage<ThreadRow>> {
  const direction = descending ? "desc" : "asc";
  const found = await sql.query<{ id: string }>(
    `select t.id from signalbox.threads t where ${matches} order by ${orders[sortBy]} ${direction}, t.id ${direction} limit $6 offset $7`,
    [...filterValues(filter), limit, offset],
  );
  const ids = found.map(({ id }) => id);
  return { items: readInPages<ThreadRow>(sql, ids, large), total: await countThreads(sql, filter) };
}

export async function countThreads(sql: TenantSql, filter: ThreadFilter): Promise<number> {
  const [row] = await sql.query<{ total: number }>(
    `select count(*)::int as total from signalbox.threads t where ${matches}`,
    filterValues(filter),
  );
  return row?.total ?? 0;
}
