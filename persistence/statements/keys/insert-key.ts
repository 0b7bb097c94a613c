/** A new API key. */
import type { Sql } from "../../../language/registry/context.ts";
import type { KeyRow } from "./rows.ts";

export type KeyToInsert = Pick<KeyRow, "id" | "tenant" | "hash" | "principal" | "kind" | "roles" | "scopes" | "expires_at"> &
  Partial<Pick<KeyRow, "may_act_for">>;

export async function insertKey(sql: Sql, key: KeyToInsert): Promise<void> {
  await sql.query(
    `insert into signalbox.api_keys (id, tenant, hash, principal, kind, roles, scopes, expires_at, may_act_for) values ($1, $2, $3::bytea, $4, $5, $6::text[], $7::text[], $8::timestamptz, $9::json)`,
    [key.id, key.tenant, key.hash, key.principal, key.kind, key.roles, key.scopes, key.expires_at, JSON.stringify(key.may_act_for ?? [])],
  );
}
