/** G14: the database fails under a process that serves and runs. Every request is answered, all runs finish with each effect once, and the process exits with 0. */
import type { ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";
import { prepareDatabase } from "../../../persistence/schema/prepare-database.ts";
import { ended, spawnReady } from "../../runtime/engine/processes/spawn-worker.ts";
import { opened } from "../../support/databases.ts";
import { createPostgresDatabase } from "../../support/postgres-database.ts";
import { freePort } from "../../support/servers/free-port.ts";
import { ownPostgres } from "../../support/servers/own-postgres.ts";
import { until } from "../../support/until.ts";
import { dropDisk, type Fault, faults, type Scene, smallDisk } from "../inject/database-faults.ts";
import { tcpProxy } from "../inject/tcp-proxy.ts";
import { measurePromise } from "../measure/promise.ts";
import type { ServiceOptions } from "../processes/service.ts";

const RUNS = 4;
const NODES = 6;
const LONGEST_ANSWER_MS = 30_000;
const FINISHED_WITHIN_MS = 90_000;
/** Of the whole server, for all clients together. */
const MAX_CONNECTIONS = 40;

measurePromise({
  promise: "runs survive database failures",
  off: "database failures fail the run",
  // 20 restarts, and each other fault three times
  trials: { full: 20 + 3 * (faults.length - 1), quick: 3, off: 2 },
  protections: ["transientErrors"],
  async measure(trials, without) {
    const scene = await makeScene();
    const observer = await opened({ url: scene.url });
    await prepareDatabase(observer);
    const { child, url } = await startService({ url: scene.proxy.url, without });
    let violations = 0;
    const slowest = new Map<string, number>();
    for (let trial = 0; trial < trials; trial++) {
      const fault = faultOf(trial, trials);
      if (fault.name === "disk full" && !scene.disk) continue;
      const { threads, wrongAnswers } = await requestDuring(url, () => fault.inject(scene));
      violations += wrongAnswers;
      const recoveredAt = performance.now();
      violations += await countUnfinished(threads, observer.sql);
      slowest.set(fault.name, Math.max(slowest.get(fault.name) ?? 0, performance.now() - recoveredAt));
    }
    child.kill("SIGTERM");
    await ended(child);
    if (child.exitCode !== 0) violations++;
    await observer.close();
    await scene.proxy.close();
    if (scene.disk) dropDisk(scene.disk);
    const note = [...slowest].map(([name, ms]) => `${name} ${(ms / 1_000).toFixed(1)} s`).join(", ");
    return {
      trials,
      violations,
      note: `slowest finish after the end of the fault: ${note}${scene.disk ? "" : "; disk full not tried: no right to mount"}`,
    };
  },
});

/** Few trials: the first faults. Many: the first fault 20 times, then the others in turn. */
function faultOf(trial: number, trials: number): Fault {
  const index = trials <= faults.length ? trial : trial < 20 ? 0 : 1 + ((trial - 20) % (faults.length - 1));
  return faults[index] as Fault;
}

async function makeScene(): Promise<Scene> {
  const server = await ownPostgres([`max_connections=${MAX_CONNECTIONS}`]);
  const disk = smallDisk(server.folder);
  const database = await createPostgresDatabase(server.url, "template0", disk);
  return { server, disk, url: database.url, proxy: await tcpProxy(database.url) };
}

async function startService(where: Omit<ServiceOptions, "port">): Promise<{ child: ChildProcess; url: string }> {
  const port = await freePort();
  const child = await spawnReady(fileURLToPath(new URL("../processes/service.ts", import.meta.url)), {
    ...where,
    port,
  } satisfies ServiceOptions);
  return { child, url: `http://127.0.0.1:${port}` };
}

interface Requested {
  /** Threads whose run was accepted. */
  readonly threads: string[];
  /** Responses that were neither correct nor a 503 that can be retried, or that never came. */
  readonly wrongAnswers: number;
}

/** Starts runs before the fault, and sends requests until it is over. */
async function requestDuring(url: string, inject: () => Promise<void>): Promise<Requested> {
  const threads: string[] = [];
  let wrongAnswers = 0;
  const ask = async (path: string, body?: unknown): Promise<unknown> => {
    const answer = await fetch(`${url}${path}`, {
      signal: AbortSignal.timeout(LONGEST_ANSWER_MS),
      ...(body !== undefined && { method: "POST", body: JSON.stringify(body) }),
    }).catch(() => undefined);
    const text = await answer?.text().catch(() => undefined);
    if (answer?.ok && text !== undefined) return JSON.parse(text);
    if (answer?.status !== 503 || !answer.headers.get("retry-after") || !text?.includes("nothing is lost")) wrongAnswers++;
    return undefined;
  };
  const startRun = async () => {
    const thread = (await ask("/threads", {})) as { thread_id: string } | undefined;
    if (!thread) return;
    // more than fits into the free space of the pages on a full disk
    const script = { noAsk: true, slow: "n3", slowMs: 300, pad: Array.from({ length: 2_000 }, () => Math.random()) };
    const run = await ask(`/threads/${thread.thread_id}/runs`, { assistant_id: "steps", input: { script } });
    if (run) threads.push(thread.thread_id);
    await ask(`/threads/${thread.thread_id}/state`);
  };
  for (let run = 0; run < RUNS; run++) await startRun();
  let isOver = false;
  const injecting = inject().finally(() => {
    isOver = true;
  });
  while (!isOver) await Promise.all([startRun(), new Promise((resolve) => setTimeout(resolve, 500))]);
  await injecting;
  return { threads, wrongAnswers };
}

async function countUnfinished(
  threads: readonly string[],
  sql: { query: <Row>(text: string, values: unknown[]) => Promise<Row[]> },
): Promise<number> {
  const settled = () =>
    sql.query<{ status: string; effects: number }>(
      `select status, (select count(*)::int from signalbox.effects where thread_id = threads.id::text and state = 'done') as effects from signalbox.threads where id = any($1)`,
      [threads],
    );
  const allFinished = until(
    "all threads finished",
    async () => (await settled()).every(({ status }) => status !== "busy"),
    FINISHED_WITHIN_MS,
  );
  await allFinished.catch(() => {});
  return (await settled()).filter(({ status, effects }) => status !== "idle" || effects !== NODES).length;
}
