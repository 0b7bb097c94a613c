/** Brings a database to the schema of this version: LangGraph's tables, then our own. Several processes may call it at once. */
import type { Database } from "../connection/database.ts";
import { underMigrationLock } from "./apply-inside.ts";
import { applyOwnMigrations } from "./apply-own-migrations.ts";
import { ownMigrations } from "./own-migrations.ts";
import { raiseSequences } from "./raise-sequences.ts";
import { secureTenants } from "./secure-tenants.ts";

/**
 * Migrates a database to the schema of this version: LangGraph's tables, then Signalbox's. Several processes can call it at once. Returns the names of the migrations that it applied.
 * @throws DATABASE_SCHEMA_UNUSABLE, MIGRATION_CHANGED, MIGRATION_UNKNOWN if a newer version has migrated the database, MIGRATION_FAILED, or TENANTS_NOT_SEPARATED.
 * @example
 * await prepareDatabase(await openDatabase({ dataFolder: ".signalbox" }));
 */
export async function prepareDatabase(database: Database): Promise<string[]> {
  const applied = await applyOwnMigrations(database, ownMigrations());
  await underMigrationLock(database, (tx) => raiseSequences(tx, database.schemas));
  if (database.separatesTenants) await secureTenants(database);
  return applied;
}
