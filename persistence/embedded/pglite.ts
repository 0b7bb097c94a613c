/** The embedded database: Postgres compiled to WebAssembly, in this process, with its own data folder. */
import { existsSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { PGlite } from "@electric-sql/pglite";
import pg from "pg";
import { SignalboxError } from "../../language/issues/errors.ts";
import type { Logger, Sql } from "../../language/registry/context.ts";
import type { Database } from "../connection/database.ts";
import { findSchemas, qualifierOf } from "../connection/schemas.ts";
import { SharedPool } from "../connection/shared-pool.ts";
import { transaction } from "../connection/transaction.ts";
import { LoggedTroubles } from "../connection/troubles.ts";
import { mapUnavailable } from "../connection/unavailable.ts";
import { EmbeddedServer } from "./embedded-server.ts";
import { loadPglite, PACKAGE_NAME, startOptions } from "./load-pglite.ts";
import { takeLock } from "./lock-file.ts";
import { unpackTemplate } from "./template.ts";

interface Options {
  readonly dataFolder: string;
  readonly schema: string | undefined;
  readonly separatesTenants: boolean;
  readonly vectors: boolean;
  readonly log?: Logger | undefined;
}

export async function openPglite({ dataFolder, log, ...wanted }: Options): Promise<Database> {
  if (dataFolder === "memory://") return databaseOf(await EmbeddedServer.start(startInMemory(wanted.vectors), log), wanted, () => {});
  const folder = resolve(dataFolder);
  const release = await takeLock(makeFolder(folder));
  try {
    return await databaseOf(await EmbeddedServer.start(() => start(folder, { ...wanted, log }), log), wanted, release);
  } catch (error) {
    release();
    throw error;
  }
}

/** What was in memory is lost with its server: there is nothing to start again. */
function startInMemory(vectors: boolean): () => Promise<PGlite> {
  let isLost = false;
  return async () => {
    if (isLost)
      throw new SignalboxError(
        "DATABASE_UNREACHABLE",
        "The database in memory has ended, and all that it held is lost. Start the process again.",
      );
    isLost = true;
    const loaded = await loadPglite();
    return loaded.PGlite.create(await startOptions(loaded, vectors));
  };
}

/** A database whose first start was killed never confirmed a write: it is moved aside and created again. */
async function start(folder: string, { vectors, log }: Pick<Options, "vectors" | "log">): Promise<PGlite> {
  // after the lock was taken: a process that is refused need not load it
  const loaded = await loadPglite();
  const options = await startOptions(loaded, vectors);
  const files = join(folder, "db");
  const complete = join(folder, "db-complete");
  if (existsSync(files) && !existsSync(complete)) {
    const aside = join(folder, `db-incomplete-${process.pid}`);
    renameSync(files, aside);
    log?.warn("the first start of the embedded database was interrupted; starting again", { aside });
  }
  try {
    if (!existsSync(files)) await unpackTemplate(PACKAGE_NAME, files);
    const pglite = await loaded.PGlite.create(files, options);
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

async function databaseOf(
  server: EmbeddedServer,
  { schema, separatesTenants }: Pick<Options, "schema" | "separatesTenants">,
  release: () => void,
): Promise<Database> {
  const { createPgConfig } = await loadPglite();
  const configOf = () => createPgConfig(server.openChannel() as PGlite); // it uses no more than a channel
  const pool = new SharedPool({ ...configOf(), max: 1, idleTimeoutMillis: 0 }, { embedded: true });
  // the client after a broken one needs a channel of its own
  Object.defineProperty(pool.options, "connection", { get: () => configOf().connection });
  // the server reports its end itself; without listeners the error of a client would end the process
  pool.on("error", () => {}).on("connect", (client) => client.on("error", () => {}));
  /** PGlite's own calls share the session with the pool's transactions, so they wait until the client is free. */
  const alone = async <T>(work: () => Promise<T>): Promise<T> => {
    const client = await pool.connect();
    return work().finally(() => client.release());
  };
  const plainSql: Sql = { query: async (text, values = []) => (await mapUnavailable(() => pool.query(text, [...values]))).rows };
  const schemas = await findSchemas(plainSql.query, schema);
  const qualify = qualifierOf(schemas);
  return {
    kind: "pglite",
    canListen: true,
    separatesTenants,
    ...{ pool, schemas, qualify, plainSql, troubles: new LoggedTroubles(undefined) },
    onNewHistory: () => {},
    sql: { query: (text, values) => plainSql.query(qualify(text), values) },
    transaction: (work, options) => transaction({ pool, qualify }, work, options),
    refuseNesting: () => pool.refuseNesting(),
    async listen(channel, onMessage, onReconnect) {
      const name = pg.escapeIdentifier(channel);
      const listener = pool.outside(onMessage);
      const unlisten = await alone(() => server.listen({ channel: name, onMessage: listener, onRestart: onReconnect }));
      onReconnect();
      return () => alone(unlisten);
    },
    async close() {
      await pool.end();
      await server.close();
      release();
    },
  };
}
