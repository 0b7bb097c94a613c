/** A page of the assistants that match, and how many match in all: those in the table, and those of the graphs that nobody has changed. */
import type { TenantSql } from "../../tenancy/tenant-sql.ts";
import { filterValue, type MetadataFilter, seenIn } from "../metadata-filter.ts";
import type { Page, PageRequest } from "../page.ts";
import type { AssistantRow } from "./rows.ts";

export interface AssistantFilter {
  readonly graph_id?: string | undefined;
  /** Part of the name, in any case. */
  readonly name?: string | undefined;
  /** Contained in the assistant's metadata. */
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
  /** What the caller may see. */
  readonly seen?: MetadataFilter | undefined;
}

export interface AssistantSearch extends AssistantFilter, PageRequest {
  readonly sortBy: keyof typeof orders;
  readonly descending: boolean;
}

const orders = {
  assistant_id: "a.id",
  graph_id: "a.graph_id",
  created_at: "a.created_at",
  updated_at: "a.updated_at",
  name: "lower(a.name)",
};

const columns = "id, graph_id, name, description, config, context, metadata, version, created_at, updated_at";

const all = `(
  select ${columns} from signalbox.assistants where tenant = $tenant
  union all
  select ${columns} from json_to_recordset($1::json) s (id text, graph_id text, name text, description text, config json, context json,
    metadata jsonb, version integer, created_at timestamptz, updated_at timestamptz)
  where not exists (select 1 from signalbox.assistants own where own.tenant = $tenant and own.id = s.id)
) a`;

const matches = `($2::text is null or a.graph_id = $2) and ($3::text is null or strpos(lower(a.name), lower($3)) > 0)
  and ($4::jsonb is null or a.metadata @> $4) and ${seenIn("a.metadata", "$5")}`;

const filterValues = (system: readonly AssistantRow[], { graph_id, name, metadata, seen }: AssistantFilter): unknown[] => [
  ...[JSON.stringify(system), graph_id ?? null, name ?? null, metadata ? JSON.stringify(metadata) : null],
  filterValue(seen),
];

export async function searchAssistants(
  sql: TenantSql,
  system: readonly AssistantRow[],
  { sortBy, descending, limit, offset, ...filter }: AssistantSearch,
): Promise<Page<AssistantRow>> {
  const direction = descending ? "desc" : "asc";
  const items = await sql.query<AssistantRow>(
    `select a.* from ${all} where ${matches} order by ${orders[sortBy]} ${direction}, a.id ${direction} limit $6 offset $7`,
    [...filterValues(system, filter), limit, offset],
  );
  return { items, total: await countAssistants(sql, system, filter) };
}

export async function countAssistants(sql: TenantSql, system: readonly AssistantRow[], filter: AssistantFilter): Promise<number> {
  const [row] = await sql.query<{ total: number }>(
    `select count(*)::int as total from ${all} where ${matches}`,
    filterValues(system, filter),
  );
  return row?.total ?? 0;
}
