/** Runs as a thread beside the engine, with a connection of its own: beats, and says when the engine's event loop stands still. */
import { setTimeout as sleep } from "node:timers/promises";
import { parentPort, workerData } from "node:worker_threads";
import type { Database } from "../../persistence/connection/database.ts";

export interface BeatOptions {
  /** Undefined on the embedded database, which lives in the engine's own thread: then there is nothing to beat. */
  readonly url: string | undefined;
  readonly worker: string;
  readonly beatMs: number;
  /** Without a sign from the engine for this long its event loop is blocked. */
  readonly blockedAfterMs: number;
  /** … and for this long it beats no more. */
  readonly stallMs: number;
  /** What the engine logs; this thread cannot use its log while it is blocked. */
  readonly logLevel: string;
}

/** What the engine is told. */
export interface SeenBlocked {
  readonly blockedMs: number;
  /** Of the clock, in milliseconds. */
  readonly at: number;
}

const { url, worker, beatMs, blockedAfterMs, stallMs, logLevel } = workerData as BeatOptions;
let signAt = performance.now();
let isBlocked = false;
parentPort?.on("message", () => {
  signAt = performance.now();
});

const database = url === undefined ? undefined : await connect(url);
for (;;) {
  const beganAt = performance.now();
  const silentMs = beganAt - signAt;
  // a beat that is lost is made good by the next
  if (database && silentMs < stallMs) await beat(database).catch(() => {});
  if (isBlocked !== silentMs >= blockedAfterMs) await turn(silentMs).catch(() => {});
  // a slow database shall not make it beat more seldom
  await sleep(Math.max(0, beatMs - (performance.now() - beganAt)));
}

async function beat({ sql }: Database): Promise<void> {
  const { beatWorker } = await import("../../persistence/statements/workers/beat-worker.ts");
  await beatWorker(sql, worker);
}

/** Tells once a block, and once that it is over. */
async function turn(silentMs: number): Promise<void> {
  isBlocked = silentMs >= blockedAfterMs;
  if (!isBlocked) {
    const { clearBlocked } = await import("../../persistence/statements/workers/clear-blocked.ts");
    if (database) await clearBlocked(database.sql, worker);
    return;
  }
  const blockedMs = silentMs;
  // on the embedded database the engine writes it down itself, when it can
  parentPort?.postMessage({ blockedMs, at: Date.now() } satisfies SeenBlocked);
  const { recordBlocked } = await import("../../persistence/statements/workers/record-blocked.ts");
  const nodes = database && (await recordBlocked(database.sql, { worker, isShared: true, blockedMs, agoMs: 0 }));
  const { consoleLog } = await import("../../telemetry/log.ts");
  consoleLog(logLevel).warn("the event loop is blocked: nothing else runs in this process", {
    worker,
    blockedMs: Math.round(silentMs),
    nodes,
  });
}

async function connect(databaseUrl: string): Promise<Database> {
  const { openDatabase } = await import("../../persistence/connection/open-database.ts");
  for (;;) {
    const opened = await openDatabase({ url: databaseUrl, maxConnections: 1 }).catch(() => undefined);
    if (opened) return opened;
    await sleep(beatMs);
  }
}
