/** Asks Postgres whether row-level security really keeps tenants apart: it is silently off for superusers, for owners, and on a table without a policy. */
import { randomUUID } from "node:crypto";
import { SignalboxError } from "../../language/issues/errors.ts";
import { messageOf } from "../../language/issues/thrown.ts";
import type { Database } from "../connection/database.ts";
import { ENGINE_ROLE, TENANT_ROLE } from "../connection/tenant-role.ts";
import { securedTables } from "./tenant-tables.ts";

/** Before anything is served. @throws TENANTS_NOT_SEPARATED */
export async function checkTenants(database: Database): Promise<void> {
  const [role] = await database.sql.query<{ bypasses: boolean; is_engine: boolean }>(
    `select rolsuper or rolbypassrls as bypasses, exists (
       select 1 from pg_roles e where e.rolname = $2 and pg_has_role(r.oid, e.oid, 'member')
     ) as is_engine from pg_roles r where rolname = $1`,
    [TENANT_ROLE, ENGINE_ROLE],
  );
  if (!role) throw notSeparated(`there is no role ${TENANT_ROLE}. Migrate the database with SIGNALBOX_TENANTS=on`);
  if (role.bypasses)
    throw notSeparated(`the role ${TENANT_ROLE} bypasses row-level security: alter role ${TENANT_ROLE} nosuperuser nobypassrls`);
  if (role.is_engine)
    throw notSeparated(`the role ${TENANT_ROLE} is a member of ${ENGINE_ROLE}: revoke ${ENGINE_ROLE} from ${TENANT_ROLE}`);
  const open = await openTables(database);
  if (open.length > 0)
    throw notSeparated(
      `row-level security is not as it must be on ${open.join(", ")}: each takes the policies ${ENGINE_ROLE} and ${TENANT_ROLE}, forced`,
    );
  await probe(database);
}

/** Without forced security, without our two policies, or with one that shows tenants more. */
async function openTables({ sql, schemas }: Database): Promise<string[]> {
  const rows = await sql.query<{ name: string }>(
    `select t.name from unnest($2::text[]) t (name) left join (
       select c.oid, c.relname, c.relrowsecurity and c.relforcerowsecurity as forced from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = $1
     ) c on c.relname = t.name
     where not coalesce(c.forced, false)
       or (select count(*) from pg_policy p where p.polrelid = c.oid and p.polname in ($3, $4)) <> 2
       or exists (
         select 1 from pg_policy p where p.polrelid = c.oid and p.polpermissive and p.polname <> $3
           and (p.polname <> $4 or pg_get_expr(p.polqual, p.polrelid) not like '%tenant = current_setting(%' or pg_get_expr(p.polwithcheck, p.polrelid) not like '%tenant = current_setting(%')
           and (p.polroles @> array[0::oid] or p.polroles @> array[(select oid from pg_roles where rolname = $4)])
       )`,
    [schemas.own, securedTables, ENGINE_ROLE, TENANT_ROLE],
  );
  return rows.map(({ name }) => name);
}

/** As a tenant that nobody is: it must see no row. */
async function probe(database: Database): Promise<void> {
  const seen = securedTables
    .map((table) => `select '${table}' as name where exists (select 1 from signalbox.${table})`)
    .join(" union all ");
  try {
    const shown = await database.transaction((tx) => tx.query<{ name: string }>(seen), { tenant: randomUUID() });
    if (shown.length > 0) throw notSeparated(`a transaction of no tenant sees rows of ${shown.map(({ name }) => name).join(", ")}`);
  } catch (cause) {
    if (cause instanceof SignalboxError) throw cause;
    throw notSeparated(
      `a transaction cannot act as ${TENANT_ROLE} (${messageOf(cause)}). Migrate the database with SIGNALBOX_TENANTS=on`,
      cause,
    );
  }
}

export const notSeparated = (why: string, cause?: unknown): SignalboxError =>
  new SignalboxError("TENANTS_NOT_SEPARATED", `SIGNALBOX_TENANTS is on, but ${why}.`, { cause });
