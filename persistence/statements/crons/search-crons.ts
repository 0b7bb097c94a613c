/** A page of the crons that match, and how many match in all. */
import type { TenantSql } from "../../tenancy/tenant-sql.ts";
import { filterValue, type MetadataFilter, seenIn } from "../metadata-filter.ts";
import type { Page, PageRequest } from "../page.ts";
import type { CronRow } from "./rows.ts";

export interface CronFilter {
  readonly assistantId?: string | undefined;
  readonly threadId?: string | undefined;
  readonly enabled?: boolean | undefined;
  /** Contained in the cron's metadata. */
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
  /** What the caller may see. */
  readonly seen?: MetadataFilter | undefined;
}

const orders = {
  cron_id: "id",
  assistant_id: "assistant_id",
  thread_id: "thread_id",
  created_at: "created_at",
  updated_at: "updated_at",
  next_run_date: "next_run_at",
};

export interface CronSearch extends CronFilter, PageRequest {
  readonly sortBy: keyof typeof orders;
  readonly descending: boolean;
}

const matches = `tenant = $tenant and ($1::text is null or assistant_id = $1) and ($2::text is null or thread_id = $2)
  and ($3::boolean is null or enabled = $3) and ($4::jsonb is null or metadata @> $4) and ${seenIn("metadata", "$5")}`;

const valuesOf = ({ assistantId, threadId, enabled, metadata, seen }: CronFilter): unknown[] => [
  ...[assistantId ?? null, threadId ?? null, enabled ?? null, metadata ? JSON.stringify(metadata) : null],
  filterValue(seen),
];

export async function searchCrons(sql: TenantSql, { sortBy, descending, limit, offset, ...filter }: CronSearch): Promise<Page<CronRow>> {
  const direction = descending ? "desc" : "asc";
  const items = await sql.query<CronRow>(
    `select * from signalbox.crons where ${matches} order by ${orders[sortBy]} ${direction}, id ${direction} limit $6 offset $7`,
    [...valuesOf(filter), limit, offset],
  );
  return { items, total: await countCrons(sql, filter) };
}

export async function countCrons(sql: TenantSql, filter: CronFilter): Promise<number> {
  const [row] = await sql.query<{ total: number }>(`select count(*)::int as total from signalbox.crons where ${matches}`, valuesOf(filter));
  return row?.total ?? 0;
}
