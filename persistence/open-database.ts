/** Opens Postgres by its URL, otherwise PGlite in a data folder. Loads only the driver that it needs. */
import { SignalboxError } from "../language/issues/errors.ts";
import type { Logger } from "../language/registry/context.ts";
import type { Database } from "./connection/database.ts";

export interface DatabaseOptions {
  /** A postgres:// URL. Without it the embedded database is used. */
  readonly url?: string | undefined;
  /** Bypasses a PgBouncer: for `listen`, which needs a session, and for heartbeats. Default: `url`. */
  readonly directUrl?: string | undefined;
  /** Where the embedded database keeps its files; `memory://` keeps none. Default: `.signalbox`. */
  readonly dataFolder?: string | undefined;
  /** The schema for Signalbox's tables. Default: SIGNALBOX_SCHEMA, else where they already are, else the connection's `current_schema()` unless it is `public`, else `signalbox`. */
  readonly schema?: string | undefined;
  /** The maximum number of connections to Postgres, besides one for each `listen`. Default: 10. */
  readonly maxConnections?: number | undefined;
  /** A statement fails when Postgres does not answer within this time. Default: 15,000. */
  readonly queryTimeoutMs?: number | undefined;
  /** Requests read and write under row-level security, so that a statement that forgets its tenant reads nothing. Default: SIGNALBOX_TENANTS is "on". */
  readonly separatesTenants?: boolean | undefined;
  /** The embedded database loads pgvector from the package @electric-sql/pglite-pgvector. Postgres has its own. Default: false. */
  readonly vectors?: boolean | undefined;
  readonly log?: Logger | undefined;
}

/**
 * Opens Postgres by its URL, or else the embedded database in a folder, and tests the connection. Call `prepareDatabase` before the first use.
 * @throws CONFIG_INVALID, DATABASE_URL_INVALID, DATABASE_UNREACHABLE, DATABASE_LOGIN_FAILED, DATABASE_UNSUITABLE, DATABASE_SCHEMA_UNUSABLE, DATA_FOLDER_LOCKED if another process uses the folder, or VECTORS_UNAVAILABLE if the embedded database is to search by meaning and its package is missing.
 * @example
 * const database = await openDatabase({ url: process.env.DATABASE_URL });
 * await prepareDatabase(database);
 */
export async function openDatabase(options: DatabaseOptions = {}): Promise<Database> {
  const { url, directUrl, dataFolder = ".signalbox", maxConnections = 10, queryTimeoutMs = 15_000, vectors = false, log } = options;
  const schema = options.schema || process.env.SIGNALBOX_SCHEMA || undefined;
  const { separatesTenants = isOn(process.env.SIGNALBOX_TENANTS) } = options;
  if (!url) return (await import("./embedded/pglite.ts")).openPglite({ dataFolder, schema, separatesTenants, vectors, log });
  return (await import("./connection/postgres.ts")).openPostgres({
    url,
    directUrl,
    schema,
    maxConnections,
    queryTimeoutMs,
    separatesTenants,
    log,
  });
}

function isOn(setting = "off"): boolean {
  if (setting === "on") return true;
  if (setting === "off" || setting === "") return false;
  throw new SignalboxError("CONFIG_INVALID", `SIGNALBOX_TENANTS is "${setting}": write on or off.`);
}
