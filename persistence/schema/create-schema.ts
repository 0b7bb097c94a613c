/** Creates what is missing, and asks for no privilege where nothing is: "create if not exists" is refused without one even if it exists. */
import type { Tx } from "../connection/database.ts";
import { quoted, unusable } from "../connection/schemas.ts";
import { codeOf } from "../connection/unavailable.ts";

/** @throws DATABASE_SCHEMA_UNUSABLE when this login may not create it. */
export async function createSchema(tx: Tx, name: string): Promise<void> {
  const found = await tx.query("select 1 from pg_namespace where nspname = $1", [name]);
  if (found.length > 0) return;
  try {
    await tx.query(`create schema ${quoted(name)}`);
  } catch (error) {
    if (codeOf(error) !== "42501") throw error;
    const remedy = `let the owner of the database run: create schema ${quoted(name)} authorization <this login>`;
    throw unusable(`There is no schema "${name}", and this login may not create it; ${remedy}`, error);
  }
}

/** `table` with the logical schema: signalbox.runs. */
export async function createTable(tx: Tx, table: string, columns: string): Promise<void> {
  const [row] = await tx.query<{ exists: boolean }>(`select to_regclass('${table}') is not null as exists`);
  if (!row?.exists) await tx.query(`create table ${table} (${columns})`);
}

/**
 * A new installation beside an application's tables.
 * @throws DATABASE_SCHEMA_UNUSABLE when one of them has a name that we need.
 */
export async function requireFreeNames(tx: Tx, schema: string, tables: readonly string[]): Promise<void> {
  const [taken] = await tx.query<{ name: string }>(
    "select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = $1 and c.relname = any($2) order by 1 limit 1",
    [schema, tables],
  );
  if (taken) throw unusable(`Schema "${schema}" already has a table "${taken.name}", which Signalbox has not created`);
}
