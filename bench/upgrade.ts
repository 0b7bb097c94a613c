/**
 * What an upgrade of a large database keeps others waiting for: all migrations after 0008 on a million threads and ten million checkpoints, while a
 * program of before them serves customers and a probe reads and writes every table. docs/operations.md keeps the numbers of a run.
 *
 * `--quick`: few rows, for CI. `--data FOLDER`: the filled database is kept there for the next time. `--threads N`.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import pg from "pg";
import { openDatabase } from "../persistence/open-database.ts";
import { prepareDatabase } from "../persistence/schema/prepare-database.ts";
import { startEarlierProgram } from "../test/support/earlier/earlier-program.ts";
import { startPostgres } from "../test/support/postgres-server.ts";
import { appliedSince } from "./upgrade/applied.ts";
import { filledDatabase, LAST } from "./upgrade/filled-database.ts";
import { LOG_SETTINGS, lockWaits } from "./upgrade/lock-waits.ts";
import { startProbe } from "./upgrade/probe.ts";

const LONGEST_MS = 1_000;
const SERVER = ["fsync=on", "full_page_writes=on", "shared_buffers=1GB", "max_wal_size=4GB", "maintenance_work_mem=256MB", ...LOG_SETTINGS];

const FACTS = "select pg_size_pretty(pg_database_size(current_database())) as size, current_setting('server_version') as version";

const { values } = parseArgs({ options: { quick: { type: "boolean" }, data: { type: "string" }, threads: { type: "string" } } });
const threads = Number(values.threads ?? (values.quick ? 2_000 : 1_000_000));
const folder = values.data ?? mkdtempSync(join(tmpdir(), "signalbox-upgrade-"));
const row = (...cells: readonly (string | number)[]) => console.log(`| ${cells.join(" | ")} |`);
const seconds = (ms: number) => `${(ms / 1_000).toFixed(ms < 10_000 ? 2 : 0)} s`;

const data = await filledDatabase(folder, threads);
const server = await startPostgres(data, SERVER);
try {
  const { beganAt, tookMs, meanwhile, customers, slowest } = await upgrade();
  const longest = await report(beganAt);
  const failed = customers.filter(({ error }) => error !== undefined);
  console.log(`\nall of it: ${seconds(tookMs)}; longest wait for a lock: ${Math.round(longest)} ms (at most ${LONGEST_MS} ms)`);
  console.log(`longest pair of statements of the probe: ${Math.round(slowest?.ms ?? 0)} ms, on ${slowest?.table}`);
  console.log(`the earlier program served ${meanwhile} customers meanwhile, and ${customers.length} in all; not served: ${failed.length}`);
  for (const { error } of failed.slice(0, 5)) console.log(`  ${error}`);
  // with few rows a time says more of the machine than of the migrations
  if ((!values.quick && longest > LONGEST_MS) || failed.length > 0) process.exitCode = 1;
} finally {
  await server.stop();
  rmSync(values.data ? data : folder, { recursive: true, force: true });
}

/** Each kind of session has a name of its own, by which the log tells them apart. */
function as(name: string): string {
  return `${server.url}?application_name=${name}`;
}

async function upgrade() {
  const earlier = await startEarlierProgram({
    ...{ before: "0009-set-aside.sql", folder: join(data, "program"), url: as("earlier"), lanes: 2 },
    ...{ known: ["t1", "t2"], strangers: [null] },
  });
  const threadId = () => `${(1 + Math.floor(Math.random() * threads)).toString(16).padStart(8, "0")}-0000-4000-8000-000000000000`;
  const probe = startProbe(as("probe"), threadId);
  const served = earlier.customers.length;
  const beganAt = Date.now();
  const database = await openDatabase({ url: as("migration") });
  await prepareDatabase(database);
  const tookMs = Date.now() - beganAt;
  await database.close();
  const meanwhile = earlier.customers.length - served;
  await earlier.stop();
  const [slowest] = await probe.stop();
  return { beganAt, tookMs, meanwhile, customers: earlier.customers, slowest };
}

/** Prints what each migration took. Resolves to the longest wait for a lock, in ms. */
async function report(beganAt: number): Promise<number> {
  const client = new pg.Client({ connectionString: as("report") });
  await client.connect();
  const waits = lockWaits(join(data, "postgres.log")).filter(({ session }) => session === "probe" || session === "earlier");
  const { rows: relations } = await client.query<{ oid: string; name: string }>("select oid::text, relname::text as name from pg_class");
  const named = (lock: string) => lock.replace(/\d{4,}/g, (oid) => relations.find((relation) => relation.oid === oid)?.name ?? oid);
  const { rows: facts } = await client.query<{ size: string; version: string }>(FACTS);
  console.log(`${threads} threads, ${facts[0]?.size}, Postgres ${facts[0]?.version}, load ${loadavg()[0]?.toFixed(1)}\n`);
  row("migration", "took", "longest wait of another session", "for");
  row("---", "---", "---", "---");
  for (const { names, ms, wait } of await appliedSince(client, { last: LAST, beganAt, waits }))
    row(names, seconds(ms), wait ? `${Math.round(wait.ms)} ms` : "–", wait ? named(wait.lock) : "");
  await client.end();
  return Math.max(0, ...waits.map(({ ms }) => ms));
}
