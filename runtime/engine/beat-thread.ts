/** Runs in a thread beside the engine, with a connection of its own: sends the heartbeat, and reports when the engine's event loop is blocked. */
import { setTimeout as sleep } from "node:timers/promises";
import { parentPort, workerData } from "node:worker_threads";
import { lateStartsIn } from "../../persistence/checkpointer/group-commit/late-starts.ts";
import type { StartOperation } from "../../persistence/checkpointer/group-commit/operation.ts";
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
  /** … and after this long the process is ended, or the heartbeat stops. */
  readonly blockedToDeathMs: number;
  readonly deadAfterMs: number;
  /** The process may be ended. */
  readonly ownsProcess: boolean;
  /** Starts of nodes that the engine has not put on record. */
  readonly lateStarts: SharedArrayBuffer;
  /** What the engine logs; this thread cannot use its log while the engine is blocked. */
  readonly logLevel: string;
}

/** What the engine is sent. */
export type BeatMessage = SeenBlocked | { readonly beat: true } | { readonly failed: string };

export interface SeenBlocked {
  readonly blockedMs: number;
  /** Of the clock, in milliseconds. */
  readonly at: number;
  /** Those that were not on record. */
  readonly starts: readonly StartOperation[];
}

const options: BeatOptions = workerData;
const { worker, beatMs } = options;
const QUERY_TIMEOUT_MS = 3_000;
/** The second one only while the event loop is blocked. */
const CONNECTIONS = 2;
let signAt = performance.now();
let isBlocked = false;
/** The run whose code blocks, if it can be told. */
let blocking: string | undefined;
let database: Database | undefined;
let isConnecting = false;
parentPort?.on("message", (message: "alive" | "reconnect") => {
  signAt = performance.now();
  if (message === "reconnect") reconnect();
});

for (;;) {
  const beganAt = performance.now();
  const silentMs = beganAt - signAt;
  if (options.url !== undefined && silentMs < options.blockedToDeathMs) await beat(options.url);
  if (options.ownsProcess && silentMs >= options.blockedToDeathMs) await endProcess(silentMs);
  // what cannot be recorded yet is reported once it can
  const canReport = options.url === undefined || database !== undefined;
  if (canReport && isBlocked !== silentMs >= options.blockedAfterMs) await report(silentMs).catch(() => {});
  if (database && isBlocked) await offerOtherRuns(database).catch(() => {});
  // a slow database must not make the heartbeat slower
  await sleep(Math.max(0, beatMs - (performance.now() - beganAt)));
}

/** The engine sends those that fail by the pool, if it can. */
async function beat(url: string): Promise<void> {
  if (!database) return connect(url);
  const { beatWorker } = await import("../../persistence/statements/workers/worker.ts");
  await beatWorker(database.sql, worker).then(() => tell({ beat: true }), fail);
}

function tell(message: BeatMessage): void {
  parentPort?.postMessage(message);
}

function fail(error: unknown): void {
  tell({ failed: error instanceof Error ? error.message : String(error) });
}

/** Reports once that the event loop is blocked, and once that it runs again. */
async function report(silentMs: number): Promise<void> {
  isBlocked = silentMs >= options.blockedAfterMs;
  if (!isBlocked) {
    const { clearBlocked } = await import("../../persistence/statements/workers/worker.ts");
    const { takeBack } = await import("../../persistence/statements/workers/leave-blocked.ts");
    if (database) await Promise.all([clearBlocked(database.sql, worker), takeBack(database.sql, worker)]);
    blocking = undefined;
    return;
  }
  blocking = await whatBlocks();
  const blockedMs = silentMs;
  const starts = lateStartsIn(options.lateStarts);
  // on the embedded database the engine records it itself, when it can
  tell({ blockedMs, at: Date.now(), starts });
  const { recordBlocked } = await import("../../persistence/statements/workers/record-blocked.ts");
  const nodes = database && (await recordBlocked(database.sql, { worker, isShared: true, blockedMs, agoMs: 0, starts }));
  const { consoleLog } = await import("../../telemetry/log.ts");
  consoleLog(options.logLevel).warn("the event loop is blocked: nothing else runs in this process", {
    worker,
    blockedMs: Math.round(silentMs),
    run: blocking,
    nodes,
  });
}

/** Beside the beats: an address that is silent answers after ten seconds that it does not. */
function connect(url: string): void {
  if (isConnecting) return;
  isConnecting = true;
  import("../../persistence/open-database.ts")
    .then(({ openDatabase }) =>
      openDatabase({ url, schema: options.schema, maxConnections: CONNECTIONS, queryTimeoutMs: QUERY_TIMEOUT_MS }),
    )
    .then((opened) => {
      database = opened;
    }, fail)
    .finally(() => {
      isConnecting = false;
    });
}

/** Another database has taken over: what this connection leads to may still answer. */
function reconnect(): void {
  database?.close().catch(() => {});
  database = undefined;
}

async function whatBlocks(): Promise<string | undefined> {
  if (!options.ownsProcess) return undefined;
  const { findBlockingRun } = await import("./find-blocking-run.ts");
  return findBlockingRun();
}

/** At every beat: others may only now be there to take them. The run that blocks stays, because elsewhere it would block again. */
async function offerOtherRuns(database: Database): Promise<void> {
  const { offerOthers } = await import("../../persistence/statements/workers/leave-blocked.ts");
  blocking ??= await whatBlocks(); // a busy machine may not have answered in time
  if (blocking) await offerOthers(database, worker, { blocking, deadAfterMs: options.deadAfterMs });
}

/** Nothing can be handed back from here: other processes take over, or the next start continues. */
async function endProcess(silentMs: number): Promise<void> {
  const { accuse } = await import("../../persistence/statements/workers/leave-blocked.ts");
  blocking ??= await whatBlocks(); // this thread was late itself, or nobody answered until now
  if (database && blocking) await accuse(database.sql, worker, blocking).catch(() => {});
  const { consoleLog } = await import("../../telemetry/log.ts");
  const facts = { worker, blockedMs: Math.round(silentMs), run: blocking };
  consoleLog(options.logLevel).error("the event loop stays blocked: the process is ended", facts);
  process.kill(process.pid, "SIGKILL");
}
