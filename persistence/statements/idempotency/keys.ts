/** Requests that may be sent again: each key is claimed in the transaction that creates something, and holds what was answered. */
import type { Sql } from "../../../language/registry/context.ts";
import type { TenantSql } from "../../tenancy/tenant-sql.ts";

export interface KeyOfRequest {
  readonly principal: string;
  /** Method and path. */
  readonly route: string;
  readonly key: string;
  /** A hash of its query and body. */
  readonly request: string;
}

export interface KeptAnswer {
  readonly request: string;
  readonly answer_type: string;
  readonly answer: Uint8Array;
}

/** As long as a client may send a request again. */
const KEPT = "interval '24 hours'";

/** False: another request has the key. Waits for the end of a transaction that has claimed it and is not committed yet. */
export async function claimKey(tx: TenantSql, { principal, route, key, request }: KeyOfRequest): Promise<boolean> {
  const rows = await tx.query(
    `insert into signalbox.idempotency_keys as k (tenant, principal, route, key, request) values ($tenant, $1, $2, $3, $4)
     on conflict (tenant, principal, route, key) do update
       set request = excluded.request, answer = null, answer_type = null, created_at = clock_timestamp()
     where k.created_at < clock_timestamp() - ${KEPT} returning 1`,
    [principal, route, key, request],
  );
  return rows.length === 1;
}

export async function keepAnswer(
  tx: TenantSql,
  { principal, route, key }: KeyOfRequest,
  [type, answer]: [string, Uint8Array],
): Promise<void> {
  await tx.query(
    `update signalbox.idempotency_keys set answer_type = $4, answer = $5
     where tenant = $tenant and principal = $1 and route = $2 and key = $3`,
    [principal, route, key, type, answer],
  );
}

/** Nothing was created. */
export async function releaseKey(tx: TenantSql, { principal, route, key }: KeyOfRequest): Promise<void> {
  await tx.query("delete from signalbox.idempotency_keys where tenant = $tenant and principal = $1 and route = $2 and key = $3", [
    principal,
    route,
    key,
  ]);
}

export async function findAnswer(sql: TenantSql, { principal, route, key }: KeyOfRequest): Promise<KeptAnswer | undefined> {
  const [row] = await sql.query<KeptAnswer>(
    `select request, answer_type, answer from signalbox.idempotency_keys
     where tenant = $tenant and principal = $1 and route = $2 and key = $3 and created_at >= clock_timestamp() - ${KEPT}`,
    [principal, route, key],
  );
  return row;
}

/** Of all tenants: a part of those that are too old. */
export async function forgetOldKeys(sql: Sql): Promise<void> {
  await sql.query(
    `delete from signalbox.idempotency_keys where ctid = any(array(
       select ctid from signalbox.idempotency_keys where created_at < clock_timestamp() - ${KEPT} limit 5000))`,
  );
}
