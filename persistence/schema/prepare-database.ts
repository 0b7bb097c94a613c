/** Brings a database to the schema of this version: LangGraph's tables, then our own. Several processes may call it at once. */
import type { Database, Tx } from "../connection/database.ts";
import { QUEUE_INSIDE, quoted, type Schemas } from "../connection/schemas.ts";
import { QUEUE_TABLES } from "../queue.ts";
import { createTable, requireFreeNames } from "./create-schema.ts";
import { applyMigrations, underMigrationLock } from "./migrate.ts";
import { ownMigrations } from "./own-migrations.ts";
import { raiseSequences } from "./raise-sequences.ts";
import type { Migration } from "./read-migrations.ts";
import { secureTenants } from "./secure-tenants.ts";

const CHECKPOINT_TABLES = ["checkpoints", "checkpoint_blobs", "checkpoint_writes"];

/**
 * Migrates a database to the schema of this version: LangGraph's tables, then Signalbox's. Several processes can call it at once. Returns the names of the migrations that it applied.
 * @throws DATABASE_SCHEMA_UNUSABLE, MIGRATION_CHANGED, MIGRATION_UNKNOWN if a newer version has migrated the database, MIGRATION_FAILED, or TENANTS_NOT_SEPARATED.
 * @example
 * await prepareDatabase(await openDatabase({ dataFolder: ".signalbox" }));
 */
export async function prepareDatabase(database: Database): Promise<string[]> {
  const migrations = ownMigrations();
  const { qualify } = database;
  const qualified = migrations.map((migration) => ({
    ...migration,
    text: qualify(migration.sql),
    outside: migration.outside?.map(qualify),
  }));
  const applied = await applyMigrations(database, { namespace: "signalbox", migrations: qualified }, (tx) =>
    prepare(tx, database.schemas, migrations),
  );
  await underMigrationLock(database, (tx) => raiseSequences(tx, database.schemas));
  if (database.separatesTenants) await secureTenants(database);
  return applied;
}

async function prepare(tx: Tx, schemas: Schemas, migrations: readonly Migration[]): Promise<void> {
  const { own, checkpoints, queue } = schemas;
  const [applied] = await tx.query("select 1 from signalbox.signalbox_migrations where namespace = 'signalbox' limit 1");
  if (!applied) await requireFreeNames(tx, own, tablesOf(schemas, migrations));
  await setupCheckpointer(tx, checkpoints);
  if (queue === own)
    await tx.query(
      "insert into signalbox.signalbox_migrations (namespace, number, name, sha256) values ($1, 0, $2, '') on conflict do nothing",
      [QUEUE_INSIDE, own],
    );
  // the files up to 0008 name no schema; this transaction has no others
  await tx.query(`set local search_path to ${quoted(own)}, ${quoted(checkpoints)}`);
}

/** What will be created in our own schema. */
function tablesOf({ own, checkpoints, queue }: Schemas, migrations: readonly Migration[]): string[] {
  const created = migrations.flatMap(({ sql }) => [...sql.matchAll(/^create table (?:signalbox\.)?(\w+)/gm)].map(([, name = ""]) => name));
  return [...created, ...(queue === own ? QUEUE_TABLES : []), ...(checkpoints === own ? CHECKPOINT_TABLES : [])];
}

/**
 * Two concurrent `setup()` fail with a duplicate key, so it runs under the migrations' lock, on their connection. It expects an
 * error when its table is missing, which would abort the transaction, so the table is created first; its schema exists.
 */
async function setupCheckpointer(tx: Tx, schema: string): Promise<void> {
  const [{ default: pg }, { PostgresSaver }] = await Promise.all([import("pg"), import("@langchain/langgraph-checkpoint-postgres")]);
  await createTable(tx, "signalbox.checkpoint_migrations", "v integer primary key");
  const query = (text: string, values?: unknown[]) => (text.startsWith("CREATE SCHEMA") ? undefined : tx.executeSql(text, values));
  const client = { query, release: () => {} };
  await new PostgresSaver(Object.assign(new pg.Pool(), { connect: async () => client }), undefined, { schema }).setup();
}
