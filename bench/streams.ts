/**
 * What durable streams cost and how late they are: a run that nobody watches, and streams that another process reads. On a Postgres of its own;
 * docs/benchmarks.md keeps the numbers of a run.
 */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Database } from "../persistence/connection/database.ts";
import { openDatabase } from "../persistence/open-database.ts";
import { prepareDatabase } from "../persistence/schema/prepare-database.ts";
import { type Desk, deskOn } from "../test/fixtures/desk.ts";
import { loudGraph } from "../test/fixtures/loud.ts";
import { talkGraph } from "../test/fixtures/talk.ts";
import { startPostgres } from "../test/support/postgres-server.ts";
import { percentile } from "./engine/times.ts";

const RUNS = 20;
const STREAMS = 16;
const WORDS = 300;
const PAUSE_MS = 20;

const row = (...cells: readonly (string | number)[]) => console.log(`| ${cells.join(" | ")} |`);

const folder = mkdtempSync(join(tmpdir(), "signalbox-bench-"));
const postgres = await startPostgres(folder);
const database = await openDatabase({ url: postgres.url });
await prepareDatabase(database);
const graphs = { talk: talkGraph(), loud: loudGraph() };

row("a run that nobody watches", "rows", "bytes of events", "statements for events alone");
row("---", "---", "---", "---");
const own = await openDatabase({ url: postgres.url });
const statements = countOf(own, /^\s*with sent as/);
const worker = await deskOn(own, { graphs });
await unwatched("6 steps", "steps", { script: { noAsk: true } });
await unwatched("3 calls of a model, 40 words each, streamed as messages", "talk", { turns: 3, words: 40 }, ["messages-tuple", "updates"]);
await unwatched("the same in 3 s", "talk", { turns: 3, words: 40, pause: 25 }, ["messages-tuple", "updates"]);
await unwatched("3 steps over a state of 100 kB", "talk", { turns: 3, words: 1, pad: 100_000 });
await worker.runtime.stop();

console.log("");
row("streams at another process, 50 events a second each", "events", "p50", "p99", "worst");
row("---", "---", "---", "---", "---");
const runner = await spawn(postgres.url);
const reader = await deskOn(database, { graphs, timing: { slots: 0 } });
for (const count of [1, STREAMS]) {
  const late = (await Promise.all(Array.from({ length: count }, () => latenessOf(reader)))).flat();
  row(count, late.length, ...[percentile(late, 0.5), percentile(late, 0.99), Math.max(...late)].map((ms) => `${Math.round(ms)} ms`));
}
runner.kill("SIGKILL");
await reader.runtime.stop();
for (const opened of [own, database]) await opened.close();
await postgres.stop();
rmSync(folder, { recursive: true, force: true });

async function unwatched(name: string, graph: string, input: object, stream_mode: readonly string[] = ["values"]): Promise<void> {
  const before = statements();
  const runs: string[] = [];
  for (let run = 0; run < RUNS; run++) {
    const { thread_id } = await worker.runtime.threads.create({});
    const { run_id } = await worker.runtime.runs.create(thread_id, { assistant_id: graph, input, stream_mode });
    await worker.runtime.runs.join(thread_id, run_id);
    runs.push(run_id);
  }
  const [stored] = await own.sql.query<{ rows: number; bytes: number }>(
    "select count(*)::float as rows, sum(octet_length(body))::float as bytes from signalbox.run_events where run_id = any($1::text[])",
    [runs],
  );
  const perRun = (count = 0) => Math.round((10 * count) / RUNS) / 10;
  row(name, perRun(stored?.rows), Math.round(perRun(stored?.bytes)), perRun(statements() - before));
}

/** How much later each event is read than it was emitted: the clocks are those of one machine. */
async function latenessOf({ runtime }: Desk): Promise<number[]> {
  const { thread_id } = await runtime.threads.create({});
  const input = { count: WORDS, size: 400, pause: PAUSE_MS };
  const { run_id } = await runtime.runs.create(thread_id, { assistant_id: "loud", input, stream_mode: ["custom"] });
  const late: number[] = [];
  for await (const { event, data } of runtime.runs.stream(thread_id, run_id))
    if (event === "custom") late.push(Date.now() - (data as { at: number }).at);
  return late;
}

/** How many statements of this kind were sent. */
function countOf({ pool }: Database, kind: RegExp): () => number {
  let count = 0;
  pool.on("connect", (client) => {
    const query = client.query.bind(client) as (...args: unknown[]) => unknown;
    Object.assign(client, {
      query(first: string | { text: string }, ...rest: unknown[]) {
        if (kind.test(typeof first === "string" ? first : first.text)) count += 1;
        return query(first, ...rest);
      },
    });
  });
  return () => count;
}

async function spawn(url: string): Promise<ChildProcess> {
  const script = fileURLToPath(new URL("../test/faults/processes/fault-worker.ts", import.meta.url));
  const options = { url, timing: { slots: STREAMS } };
  const child = fork(script, [JSON.stringify(options)], { execArgv: [], stdio: ["ignore", "inherit", "inherit", "ipc"] });
  await once(child, "message");
  return child;
}
