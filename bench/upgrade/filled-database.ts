/** A Postgres of its own with a database of migration 0008 and many rows in it, at rest: filled once in a folder that is kept, and copied from there. */
import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { fillTables } from "../../test/support/earlier/fill-tables.ts";
import { makeEarlierSchema } from "../../test/support/earlier/make-earlier-schema.ts";
import { startPostgres } from "../../test/support/postgres-server.ts";

/** The last migration of the program that the database is of. */
export const LAST = 8;

/** Nothing waits for the disk while the rows are made. */
const FILLING = [
  "shared_buffers=1GB",
  "max_wal_size=8GB",
  "checkpoint_timeout=30min",
  "wal_level=minimal",
  "max_wal_senders=0",
  "autovacuum=off",
];

/** Resolves to a folder whose server can be started, with `threads` threads. */
export async function filledDatabase(folder: string, threads: number): Promise<string> {
  mkdirSync(folder, { recursive: true });
  // Postgres runs as another user when this process is root's
  chmodSync(folder, 0o755);
  const filled = join(folder, `filled-${threads}`);
  if (!existsSync(filled)) await fillNew(filled, threads);
  const copy = join(folder, "upgraded");
  rmSync(copy, { recursive: true, force: true });
  execFileSync("cp", ["-a", filled, copy]);
  return copy;
}

async function fillNew(filled: string, threads: number): Promise<void> {
  const draft = `${filled}.draft`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true });
  const server = await startPostgres(draft, FILLING);
  await makeEarlierSchema(server.url, LAST);
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  await fillTables(client, threads);
  await client.query("checkpoint");
  await client.end();
  await server.stop();
  renameSync(draft, filled);
}
