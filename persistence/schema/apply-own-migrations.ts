/** Applies Signalbox's migrations to a database: those of this version, or the first ones alone, which make the schema of an earlier version. */
import type { Database, Tx } from "../connection/database.ts";
import { QUEUE_INSIDE, quoted, type Schemas } from "../connection/schemas.ts";
import { QUEUE_TABLES } from "../queue.ts";
import { createTable, requireFreeNames } from "./create-schema.ts";
import { applyMigrations } from "./migrate.ts";
import type { Migration } from "./read-migrations.ts";

const CHECKPOINT_TABLES = ["checkpoints", "checkpoint_blobs", "checkpoint_writes"];

export function applyOwnMigrations(database: Database, migrations: readonly Migration[]): Promise<string[]> {
  const { qualify } = database;
  const qualified = migrations.map((migration) => ({
    ...migration,
    text: qualify(migration.sql),
    outside: migration.outside?.map(qualify),
  }));
  const source = { namespace: "signalbox", migrations: qualified, oneByOne: true };
  return applyMigrations(database, source, (tx) => prepare(tx, database.schemas, migrations));
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
