/** Runs in a thread beside the engine, with a connection of its own: sends the heartbeat, and reports when the engine's event loop is blocked. */
import { setTimeout as sleep } from "node:timers/promises";
import { parentPort, workerData } from "node:worker_threads";
import type { Database } from "../../persistence/connection/database.ts";

export interface BeatOptions {
  /** Undefined on the embedded database, which lives in the engine's own thread: there is no heartbeat to send. */
  readonly url: string | undefined;
  /** Of Signalbox's tables. */
  readonly schema: string;
  readonly worker: string;
  readonly beatMs: number;
  /** After this long without a message from the engine, its event loop is blocked. */
  readonly blockedAfterMs: number;
  /** … and after this long the heartbeat stops. */
  readonly blockedToDeathMs: number;
  /** What the engine logs; this thread cannot use its log while the engine is blocked. */
  readonly logLevel: string;
}

/** What the engine is sent. */
export interface SeenBlocked {
  readonly blockedMs: number;
  /** Of the clock, in milliseconds. */
  readonly at: number;
}

const options: BeatOptions = workerData;
const { worker, beatMs } = options;
let signAt = performance.now();
let isBlocked = false;
parentPort?.on("message", () => {
  signAt = performance.now();
});

const database = options.url === undefined ? undefined : await connect(options.url, options.schema);
for (;;) {
  const beganAt = performance.now();
  const silentMs = beganAt - signAt;
  // the next beat makes up for one that fails
  if (database && silentMs < options.blockedToDeathMs) await beat(database).catch(() => {});
  if (isBlocked !== silentMs >= options.blockedAfterMs) await report(silentMs).catch(() => {});
  // a slow database must not make the heartbeat slower
  await sleep(Math.max(0, beatMs - (performance.now() - beganAt)));
}

async function beat({ sql }: Database): Promise<void> {
  const { beatWorker } = await import("../../persistence/statements/workers/worker.ts");
  await beatWorker(sql, worker);
}

/** Reports once that the event loop is blocked, and once that it runs again. */
async function report(silentMs: number): Promise<void> {
  isBlocked = silentMs >= options.blockedAfterMs;
  if (!isBlocked) {
    const { clearBlocked } = await import("../../persistence/statements/workers/worker.ts");
    if (database) await clearBlocked(database.sql, worker);
    return;
  }
  const blockedMs = silentMs;
  // on the embedded database the engine records it itself, when it can
  parentPort?.postMessage({ blockedMs, at: Date.now() } satisfies SeenBlocked);
  const { recordBlocked } = await import("../../persistence/statements/workers/record-blocked.ts");
  const nodes = database && (await recordBlocked(database.sql, { worker, isShared: true, blockedMs, agoMs: 0 }));
  const { consoleLog } = await import("../../telemetry/log.ts");
  consoleLog(options.logLevel).warn("the event loop is blocked: nothing else runs in this process", {
    worker,
    blockedMs: Math.round(silentMs),
    nodes,
  });
}

async function connect(url: string, schema: string): Promise<Database> {
  const { openDatabase } = await import("../../persistence/connection/open-database.ts");
  for (;;) {
    const opened = await openDatabase({ url, schema, maxConnections: 1 }).catch(() => undefined);
    if (opened) return opened;
    await sleep(beatMs);
  }
}
