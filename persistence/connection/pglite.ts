/** The embedded database: Postgres compiled to WebAssembly, in this process, with its own data folder. */
import { existsSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { PGlite } from "@electric-sql/pglite";
import pg from "pg";
import { SignalboxError } from "../../language/issues/errors.ts";
import type { Logger, Sql } from "../../language/registry/context.ts";
import type { Database } from "./database.ts";
import { loadPglite } from "./load-pglite.ts";
import { takeLock } from "./lock-file.ts";
import { findSchemas, qualifierOf } from "./schemas.ts";
import { SharedPool } from "./shared-pool.ts";
import { transaction } from "./transaction.ts";

interface Options {
  readonly dataFolder: string;
  readonly schema: string | undefined;
  readonly log?: Logger | undefined;
}

export async function openPglite({ dataFolder, schema, log }: Options): Promise<Database> {
  if (dataFolder === "memory://") return databaseOf(await (await loadPglite()).PGlite.create(), schema, () => {});
  const folder = resolve(dataFolder);
  const release = await takeLock(makeFolder(folder));
  try {
    return await databaseOf(await start(folder, log), schema, release);
  } catch (error) {
    release();
    throw error;
  }
}

/** A database whose first start was killed never confirmed a write: it is moved aside and created again. */
async function start(folder: string, log: Logger | undefined): Promise<PGlite> {
  // after the lock was taken: a process that is refused need not load it
  const { PGlite } = await loadPglite();
  const files = join(folder, "db");
  const complete = join(folder, "db-complete");
  if (existsSync(files) && !existsSync(complete)) {
    const aside = join(folder, `db-incomplete-${process.pid}`);
    renameSync(files, aside);
    log?.warn("the first start of the embedded database was interrupted; starting again", { aside });
  }
  try {
    const pglite = await PGlite.create(files);
    writeFileSync(complete, "");
    return pglite;
  } catch (cause) {
    throw new SignalboxError(
      "DATABASE_UNREACHABLE",
      `The embedded database in ${files} does not open: ${String(cause)}. Move the folder away, or use the version that wrote it.`,
      { cause, folder },
    );
  }
}

function makeFolder(folder: string): string {
  try {
    mkdirSync(folder, { recursive: true });
    return folder;
  } catch (cause) {
    throw new SignalboxError(
      "DATABASE_UNREACHABLE",
      `The data folder ${folder} cannot be created: ${String(cause)}. Set SIGNALBOX_DATA to a folder that this user may write.`,
      { cause, folder },
    );
  }
}

async function databaseOf(pglite: PGlite, schema: string | undefined, release: () => void): Promise<Database> {
  const { createPgConfig } = await loadPglite();
  const pool = new SharedPool({ ...createPgConfig(pglite), max: 1, idleTimeoutMillis: 0 }, { embedded: true });
  /** PGlite's own calls share the session with the pool's transactions, so they wait until the client is free. */
  const alone = async <T>(work: () => Promise<T>): Promise<T> => {
    const client = await pool.connect();
    return work().finally(() => client.release());
  };
  const plainSql: Sql = { query: async (text, values = []) => (await pool.query(text, [...values])).rows };
  const schemas = await findSchemas(plainSql.query, schema);
  const qualify = qualifierOf(schemas);
  return {
    kind: "pglite",
    ...{ pool, schemas, qualify, plainSql },
    sql: { query: (text, values) => plainSql.query(qualify(text), values) },
    transaction: (work, options) => transaction({ pool, qualify }, work, options),
    async listen(channel, onMessage, onReconnect) {
      const name = pg.escapeIdentifier(channel);
      const listener = pool.outside(onMessage);
      await alone(() => pglite.listen(name, listener));
      onReconnect();
      return () => alone(() => pglite.unlisten(name, listener));
    },
    async close() {
      await pool.end();
      await pglite.close();
      release();
    },
  };
}
