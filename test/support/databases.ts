/** Databases for tests: a fresh one for whoever asks, on the embedded PGlite and on a real Postgres, gone after the test file. */
import { cpSync, mkdtempSync } from "node:fs";
import { join } from "node:path";
import { describe, inject } from "vitest";
import type { Database } from "../../persistence/connection/database.ts";
import { type DatabaseOptions, openDatabase } from "../../persistence/open-database.ts";
import { openQueue } from "../../persistence/queue.ts";
import { prepareDatabase } from "../../persistence/schema/prepare-database.ts";
import { afterThisFile } from "./clean-ups.ts";
import { madeOnce } from "./made-once.ts";
import { createPostgresDatabase } from "./postgres-database.ts";
import { sharedPostgres } from "./shared-postgres.ts";

interface Wish {
  /** Without tables: for tests of the migrations themselves. Default: everything is there. */
  readonly empty?: boolean;
}

/** Where a fresh Postgres database is: for tests with several processes or pools. */
export async function freshPostgres({ empty = false }: Wish = {}): Promise<{ url: string }> {
  const { url, template } = await sharedPostgres();
  const database = await createPostgresDatabase(url, empty ? undefined : template);
  afterThisFile(() => database.drop());
  return { url: database.url };
}

/** A fresh data folder of the embedded database, which has not been opened yet. */
export async function freshPglite({ empty = false }: Wish = {}): Promise<{ dataFolder: string }> {
  const { folder } = inject("run");
  const template = await madeOnce(folder, `pglite${empty ? "-empty" : ""}`, () =>
    makePgliteTemplate(join(folder, `pglite${empty ? "-empty" : ""}`), empty),
  );
  const dataFolder = mkdtempSync(join(folder, "pglite-"));
  cpSync(template, dataFolder, { recursive: true });
  return { dataFolder };
}

async function makePgliteTemplate(dataFolder: string, empty: boolean): Promise<string> {
  const database = await openDatabase({ dataFolder });
  if (!empty) {
    await prepareDatabase(database);
    await (await openQueue(database)).stop();
  }
  await database.close();
  return dataFolder;
}

export type Open = (wish?: Wish) => Promise<Database>;

/** The same cases on both databases. Each `open()` is a fresh database, closed after the file. */
export function describeOnBoth(name: string, cases: (open: Open, kind: Database["kind"]) => void): void {
  describe(`${name} (pglite)`, () => cases(async (wish) => opened(await freshPglite(wish)), "pglite"));
  describe(`${name} (postgres)`, () => cases(async (wish) => opened(await freshPostgres(wish)), "postgres"));
}

/** Opens what `freshPostgres` or `freshPglite` gave, and closes it after the file unless the test did. */
export async function opened(where: DatabaseOptions): Promise<Database> {
  const database = await openDatabase(where);
  let closing: Promise<void> | undefined;
  const close = () => {
    closing ??= database.close();
    return closing;
  };
  afterThisFile(close);
  return { ...database, close };
}
