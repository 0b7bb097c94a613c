/** The items of the store under a namespace that match, in the order in which they were first written. */

import type { TenantSql } from "../../tenancy/tenant-sql.ts";
import { filterValue, type MetadataFilter, seenIn } from "../metadata-filter.ts";
import type { PageRequest } from "../page.ts";
import { type ItemRow, inMinutes, isLive, itemColumns, itemMetadata, type Namespace } from "./rows.ts";

export const itemOperators = ["$eq", "$ne", "$gt", "$gte", "$lt", "$lte", "$in", "$nin"] as const;

/** One condition on a field of the value. */
export interface ItemCondition {
  readonly field: string;
  readonly operator: (typeof itemOperators)[number];
  readonly operand: unknown;
}

export interface ItemSearch extends PageRequest {
  /** The first labels; empty: all. */
  readonly prefix: Namespace;
  readonly conditions: readonly ItemCondition[];
  /** Whether what is found lives longer by it. */
  readonly renews: boolean;
  /** Which items the caller may see. */
  readonly seen: MetadataFilter;
}

/** Numbers by their size and texts by their characters; of anything else none is greater. */
const compared = (sign: string): string => `case
  when jsonb_typeof(has) = 'number' and jsonb_typeof(c.operand) = 'number' then (has #>> '{}')::numeric ${sign} (c.operand #>> '{}')::numeric
  when jsonb_typeof(has) = 'string' and jsonb_typeof(c.operand) = 'string' then (has #>> '{}') collate "C" ${sign} (c.operand #>> '{}') collate "C"
  else false end`;

/** The item is named `i`; `conditions` is the parameter with them. */
export const meets = (conditions: string): string => `not exists (
  select 1 from jsonb_to_recordset(${conditions}::jsonb) c (field text, operator text, operand jsonb)
  cross join lateral (select i.value::jsonb -> c.field as has) v
  where not coalesce(case c.operator
    when '$eq' then has = c.operand
    when '$ne' then has is distinct from c.operand
    when '$gt' then ${compared(">")} when '$gte' then ${compared(">=")}
    when '$lt' then ${compared("<")} when '$lte' then ${compared("<=")}
    when '$in' then exists (select 1 from jsonb_array_elements(c.operand) e where e = has)
    when '$nin' then not exists (select 1 from jsonb_array_elements(c.operand) e where e = has)
  end, false))`;

/** `prefix` is the parameter with the labels. */
export const isUnder = (prefix: string): string =>
  `i.namespace >= ${prefix}::text[] and i.namespace[1:cardinality(${prefix}::text[])] = ${prefix}::text[]`;

export function searchItems(sql: TenantSql, { prefix, conditions, limit, offset, renews, seen }: ItemSearch): Promise<ItemRow[]> {
  return sql.query<ItemRow>(
    `with found as (
       select * from signalbox.store_items i where tenant = $tenant and ${isUnder("$1")} and ${isLive} and ${meets("$2")} and ${seenIn(itemMetadata, "$6")}
       order by i.created_at, i.namespace, i.key limit $3 offset $4
     ), renewed as (
       update signalbox.store_items s set expires_at = ${inMinutes("s.ttl_minutes")} from found
       where $5 and found.ttl_minutes is not null and s.tenant = found.tenant and s.namespace = found.namespace and s.key = found.key
     )
     select ${itemColumns} from found i order by i.created_at, i.namespace, i.key`,
    [prefix, JSON.stringify(conditions), limit, offset, renews, filterValue(seen)],
  );
}
