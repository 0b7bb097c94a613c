/** The namespaces of the store that hold items, in the order of their labels. */

import type { TenantSql } from "../../tenancy/tenant-sql.ts";
import { filterValue, type MetadataFilter, seenIn } from "../metadata-filter.ts";
import type { PageRequest } from "../page.ts";
import { isLive, itemMetadata, type Namespace } from "./rows.ts";

export interface NamespaceQuery extends PageRequest {
  /** The first labels, and the last; `"*"` is any label. */
  readonly prefix: Namespace;
  readonly suffix: Namespace;
  /** So many labels at most: longer namespaces are cut. */
  readonly maxDepth: number | null;
  /** Which items the caller may see. */
  readonly seen: MetadataFilter;
}

const matches = (labels: string, part: string): string => `cardinality(i.namespace) >= cardinality(${labels}::text[]) and not exists (
  select 1 from unnest(${labels}::text[], ${part}) l (wanted, has) where l.wanted <> '*' and l.wanted <> l.has)`;

export async function listNamespaces(sql: TenantSql, query: NamespaceQuery): Promise<string[][]> {
  const { prefix, suffix, maxDepth, limit, offset, seen } = query;
  const rows = await sql.query<{ namespace: string[] }>(
    `select distinct case when $3::int is null then i.namespace else i.namespace[1:$3::int] end as namespace
     from signalbox.store_items i where tenant = $tenant and ${isLive}
       and ${matches("$1", "i.namespace[1:cardinality($1::text[])]")}
       and ${matches("$2", "i.namespace[cardinality(i.namespace) - cardinality($2::text[]) + 1:]")}
       and ${seenIn(itemMetadata, "$6")}
     order by 1 limit $4 offset $5`,
    [prefix, suffix, maxDepth, limit, offset, filterValue(seen)],
  );
  return rows.map(({ namespace }) => namespace);
}
