/** The items of the store under a namespace that match and have vectors, those nearest to a vector first. Exact: every vector of the namespace is compared. */
import type { TenantSql } from "../../tenancy/tenant-sql.ts";
import { filterValue, seenIn } from "../metadata-filter.ts";
import { type ItemRow, inMinutes, isLive, itemColumns, itemMetadata } from "./rows.ts";
import { type ItemSearch, isUnder, meets } from "./search-items.ts";

export interface Meaning {
  readonly vector: readonly number[];
  /** Where pgvector is, quoted. */
  readonly schema: string;
}

export interface ScoredRow extends ItemRow {
  /** The cosine similarity of the nearest of its vectors: at most 1. */
  readonly score: number;
}

/** Vectors of another length are of another model. */
export function searchByMeaning(
  sql: TenantSql,
  { vector, schema }: Meaning,
  { prefix, conditions, limit, offset, renews, seen }: ItemSearch,
): Promise<ScoredRow[]> {
  const distance = `v.embedding::${schema}.vector operator(${schema}.<=>) $7::real[]::${schema}.vector`;
  return sql.query<ScoredRow>(
    `with found as (
       select i.*, near.score from signalbox.store_items i cross join lateral (
         select 1 - min(${distance}) as score from signalbox.store_vectors v
         where v.tenant = i.tenant and v.namespace = i.namespace and v.key = i.key and cardinality(v.embedding) = cardinality($7::real[])
       ) near
       where i.tenant = $tenant and near.score is not null and ${isUnder("$1")} and ${isLive} and ${meets("$2")} and ${seenIn(itemMetadata, "$6")}
       order by near.score desc, i.created_at, i.namespace, i.key limit $3 offset $4
     ), renewed as (
       update signalbox.store_items s set expires_at = ${inMinutes("s.ttl_minutes")} from found
       where $5 and found.ttl_minutes is not null and s.tenant = found.tenant and s.namespace = found.namespace and s.key = found.key
     )
     select ${itemColumns}, i.score from found i order by i.score desc, i.created_at, i.namespace, i.key`,
    [prefix, JSON.stringify(conditions), limit, offset, renews, filterValue(seen), vector],
  );
}
