/** Puts row-level security on the tables of tenants: a statement that forgets its filter reads nothing of another tenant then. */

import { messageOf } from "../../language/issues/thrown.ts";
import type { Sql } from "../../language/registry/context.ts";
import type { Database, Tx } from "../connection/database.ts";
import { quoted } from "../connection/schemas.ts";
import { ENGINE_ROLE, TENANT_ROLE } from "../connection/tenant-role.ts";
import { codeOf } from "../connection/unavailable.ts";
import { notSeparated } from "../tenancy/check-tenants.ts";
import { securedTables } from "../tenancy/tenant-tables.ts";
import { underMigrationLock } from "./apply-inside.ts";

/** After the migrations, which may have made more tables. @throws TENANTS_NOT_SEPARATED where the login may not create roles. */
export async function secureTenants(database: Database): Promise<void> {
  await joinRoles(database.sql);
  await underMigrationLock(database, async (tx) => {
    await tx.query("set local lock_timeout = '10s'");
    await grantTables(tx, database);
    for (const table of await unprotectedTables(tx, database.schemas.own)) await protect(tx, `${quoted(database.schemas.own)}.${table}`);
  });
}

interface Login {
  readonly name: string;
  readonly roles: readonly { readonly name: string; readonly joined: boolean }[];
}

async function joinRoles(sql: Sql): Promise<void> {
  const [login] = await sql.query<Login>(
    `select current_user::text as name, (
       select coalesce(json_agg(json_build_object('name', rolname, 'joined', pg_has_role(oid, 'usage'))), '[]') from pg_roles where rolname = any($1)
     ) as roles`,
    [[ENGINE_ROLE, TENANT_ROLE]],
  );
  if (!login) throw new Error("Postgres did not answer who is logged in.");
  for (const role of [ENGINE_ROLE, TENANT_ROLE]) {
    const found = login.roles.find(({ name }) => name === role);
    if (found?.joined) continue;
    try {
      if (!found) await createRole(sql, role);
      await sql.query(`grant ${role} to ${quoted(login.name)}`);
    } catch (cause) {
      throw notSeparated(
        `the login "${login.name}" may not ${found ? "join" : "create"} the role ${role} (${messageOf(cause)}). Let an administrator of the server run: ${found ? "" : `create role ${role} nologin; `}grant ${role} to ${quoted(login.name)};`,
        cause,
      );
    }
  }
}

/** Roles belong to the whole server: another database may be starting on it. */
async function createRole(sql: Sql, role: string): Promise<void> {
  await sql.query(`create role ${role} nologin`).catch((error: unknown) => {
    if (codeOf(error) !== "42710" && codeOf(error) !== "23505") throw error;
  });
}

/** Also of the tables that the queue is about to create. Those of nobody have no policies. */
async function grantTables(tx: Tx, { schemas }: Database): Promise<void> {
  const found = await tx.query<{ name: string }>("select nspname::text as name from pg_namespace where nspname = any($1)", [
    [...new Set(Object.values(schemas))],
  ]);
  for (const { name } of found) {
    const schema = quoted(name);
    await tx.query(`grant usage on schema ${schema} to ${TENANT_ROLE}`);
    await tx.query(`grant select, insert, update, delete on all tables in schema ${schema} to ${TENANT_ROLE}`);
    await tx.query(`grant usage on all sequences in schema ${schema} to ${TENANT_ROLE}`);
    await tx.query(`alter default privileges in schema ${schema} grant select, insert, update, delete on tables to ${TENANT_ROLE}`);
  }
}

/** What has security already is left as it is, and checked: who has changed it must hear of it. */
async function unprotectedTables(tx: Tx, schema: string): Promise<string[]> {
  const rows = await tx.query<{ name: string }>(
    `select c.relname::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = $1 and c.relname = any($2) and not c.relrowsecurity`,
    [schema, securedTables],
  );
  return rows.map(({ name }) => name);
}

const isOfTenant = "tenant = current_setting('signalbox.tenant', true)";

async function protect(tx: Tx, table: string): Promise<void> {
  await tx.query(`create policy ${ENGINE_ROLE} on ${table} to ${ENGINE_ROLE} using (true) with check (true)`);
  await tx.query(`create policy ${TENANT_ROLE} on ${table} to ${TENANT_ROLE} using (${isOfTenant}) with check (${isOfTenant})`);
  await tx.query(`alter table ${table} enable row level security`);
  await tx.query(`alter table ${table} force row level security`);
}
