/** Brings a database to the schema of this version: LangGraph's tables, then our own. Several processes may call it at once. */
import type { Database, Tx } from "../connection/database.ts";
import { applyMigrations } from "./migrate.ts";
import { ownMigrations } from "./own-migrations.ts";

/**
 * Migrates a database to the schema of this version: LangGraph's tables, then Signalbox's. Several processes can call it at once. Returns the names of the migrations that it applied.
 * @throws MIGRATION_CHANGED, MIGRATION_UNKNOWN if a newer version has migrated the database, MIGRATION_FAILED.
 * @example
 * await prepareDatabase(await openDatabase({ dataFolder: ".signalbox" }));
 */
export async function prepareDatabase(database: Database): Promise<string[]> {
  return applyMigrations(database, { namespace: "signalbox", migrations: ownMigrations() }, setupCheckpointer);
}

/**
 * Two concurrent `setup()` fail with a duplicate key, so it runs under the migrations' lock, on their connection. It expects an
 * error when its table is missing, which would abort the transaction, so the table is created first.
 */
async function setupCheckpointer(tx: Tx): Promise<void> {
  const [{ default: pg }, { PostgresSaver }] = await Promise.all([import("pg"), import("@langchain/langgraph-checkpoint-postgres")]);
  await tx.query("create table if not exists public.checkpoint_migrations (v integer primary key)");
  const client = { query: tx.executeSql, release: () => {} };
  await new PostgresSaver(Object.assign(new pg.Pool(), { connect: async () => client })).setup();
}
