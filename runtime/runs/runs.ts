/** Runs: begin, find, follow, cancel, delete. */
import { SignalboxError } from "../../language/issues/errors.ts";
import { arrayOf, mapEach } from "../../persistence/statements/page.ts";
import { deleteRun } from "../../persistence/statements/runs/delete-run.ts";
import { findRun } from "../../persistence/statements/runs/find-run.ts";
import { listRuns } from "../../persistence/statements/runs/list-runs.ts";
import type { RunFailure, RunHeaders, RunRow, RunStatus } from "../../persistence/statements/runs/rows.ts";
import { findThread } from "../../persistence/statements/threads/find-thread.ts";
import type { Assistants } from "../assistants/assistants.ts";
import type { RunEvent } from "../event-log/log-event.ts";
import type { Acting } from "../identity/acting.ts";
import { refusedOn, representing } from "../identity/representing.ts";
import { starterOf } from "../identity/starter-of.ts";
import { once } from "../once/once.ts";
import { runNotFound, threadInUse, threadNotFound } from "../protocol/refusals.ts";
import { type Run, runOf } from "../protocol/run.ts";
import type { RunRequest } from "../protocol/run-request.ts";
import { requireModes } from "../streams/stream-modes.ts";
import { awaitEnd } from "./await-end.ts";
import { type CancelReason, cancelRun } from "./cancel-run.ts";
import { cancelRuns, type ManyRuns } from "./cancel-runs.ts";
import { retryRun } from "./retry-run.ts";
import { outcomeOf, type RunOutcome, withOutputAlone } from "./run-outcome.ts";
import { startRun, startRuns } from "./start-run.ts";
import { type StreamOptions, streamRun } from "./stream-run.ts";

export interface RunQuery {
  readonly limit?: number | undefined;
  readonly offset?: number | undefined;
  readonly status?: RunStatus | undefined;
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
}

export interface Runs {
  /** `threadId` null: on a temporary thread, deleted some time after the run unless `on_completion` is "keep". */
  create(threadId: string | null, request: RunRequest): Promise<Run>;
  /** Each on a temporary thread: all of them begin, or none. */
  createBatch(requests: readonly RunRequest[]): Promise<Run[]>;
  get(threadId: string | null, runId: string): Promise<Run>;
  /** Why no run begins: no process executes runs. Undefined while one does. */
  waitsBecause(): string | undefined;
  list(threadId: string, query?: RunQuery): Promise<Run[]>;
  /** The same, but they are read while they are taken: their inputs may be large. */
  openList(threadId: string, query?: RunQuery): Promise<AsyncIterable<Run>>;
  /** The result when the run has ended: its last values, `{__interrupt__}` while the thread waits, or `{__error__}`. */
  join(threadId: string | null, runId: string, options?: { signal?: AbortSignal | undefined }): Promise<unknown>;
  /** `lastEventId` n: starts at n + 1; without it, or with "-1": all. */
  stream(threadId: string | null, runId: string, options?: StreamOptions): AsyncIterable<RunEvent>;
  /** The same for a reader from outside: refused for a run that does not exist, and for modes that it does not stream. */
  openStream(...reader: Parameters<Runs["stream"]>): Promise<AsyncIterable<RunEvent>>;
  /** `wait`: resolves when the run has ended. */
  cancel(
    threadId: string | null,
    runId: string,
    options?: { action?: "interrupt" | "rollback" | undefined; wait?: boolean | undefined; reason?: CancelReason | undefined },
  ): Promise<void>;
  /** Those of a thread by their ids, or all that have a status. Does not wait for their ends. */
  cancelMany(runs: Omit<ManyRuns, "rollback">, action?: "interrupt" | "rollback"): Promise<void>;
  /** A new run that continues where this one failed or was cancelled, with the headers of the request that asks for it. */
  retry(threadId: string, runId: string, options?: { headers?: RunHeaders | undefined }): Promise<Run>;
  delete(threadId: string, runId: string): Promise<void>;
}

export function runsOf(services: Acting, assistants: Assistants): Runs {
  const { sql } = services.database;
  const find = async (threadId: string | null, runId: string): Promise<RunRow> => {
    const row = await findRun(sql, runId, threadId);
    if (!row) throw runNotFound(runId);
    return row;
  };
  /** A run that was rolled back can no longer be found. */
  const end = async (threadId: string | null, runId: string): Promise<void> => {
    try {
      await awaitEnd(services, { threadId, runId });
    } catch (error) {
      if (!(error instanceof SignalboxError && error.code === "RUN_NOT_FOUND")) throw error;
    }
  };
  const openList = async (threadId: string, { limit = 10, offset = 0, status, metadata }: RunQuery = {}): Promise<AsyncIterable<Run>> => {
    if (!(await findThread(sql, threadId))) throw threadNotFound(threadId);
    return mapEach(listRuns(sql, { threadId, limit, offset, status, metadata }), runOf);
  };
  return {
    async create(threadId, request) {
      const actor = starterOf(await representing(services, request, () => refusedOn(services, threadId)), request);
      const create = async (acting: Acting) => {
        const { thread, assistant } = await assistants.toRun(request.assistant_id, threadId);
        return startRun(acting, { threadId, request, assistant, actor }, thread);
      };
      return once(services, { create, answerOf: runOf });
    },
    async createBatch(requests) {
      const create = async (acting: Acting) => {
        const starts = requests.map(async (request) => ({
          request,
          actor: starterOf(await representing(services, request, () => refusedOn(services, null)), request),
          assistant: (await assistants.toRun(request.assistant_id, null)).assistant,
        }));
        return startRuns(acting, await Promise.all(starts));
      };
      return once(services, { create, answerOf: (rows) => rows.map(runOf) });
    },
    async get(threadId, runId) {
      const run = runOf(await find(threadId, runId));
      const why = run.status === "pending" ? services.missingWorkers.reason : undefined;
      return why === undefined ? run : { ...run, waits_because: why };
    },
    waitsBecause: () => services.missingWorkers.reason,
    list: async (threadId, query) => arrayOf(await openList(threadId, query)),
    openList,
    async join(threadId, runId, { signal } = {}) {
      const end = await awaitEnd(services, { threadId, runId, signal });
      if (end?.plain) return withOutputAlone(services, end.plain, end.plain.values);
      const run = end?.run ?? (await find(threadId, runId));
      const thread = await findThread(sql, run.thread_id);
      const outcome = resultOf(await outcomeOf(services, run, thread));
      if (outcome && "__interrupt__" in outcome) return outcome;
      if (end?.last?.event === "error") return resultOf({ failure: end.last.data as RunFailure });
      const definition = thread?.definition_hash ?? null;
      return withOutputAlone(services, { graphId: run.graph_id, definition }, end?.last?.data ?? outcome);
    },
    stream: (threadId, runId, options = {}) => streamRun(services, { threadId, runId, ...options }),
    async openStream(threadId, runId, options = {}) {
      requireModes(await find(threadId, runId), options.modes);
      return streamRun(services, { threadId, runId, ...options });
    },
    async cancel(threadId, runId, { action = "interrupt", wait = false, reason } = {}) {
      const row = await find(threadId, runId);
      await cancelRun(services, row, { rollback: action === "rollback", reason });
      if (wait) await end(threadId, runId);
    },
    cancelMany: (runs, action = "interrupt") => cancelRuns(services, { ...runs, rollback: action === "rollback" }),
    retry: (threadId, runId, { headers } = {}) =>
      once(services, { create: async (acting) => retryRun(acting, await find(threadId, runId), headers), answerOf: runOf }),
    async delete(threadId, runId) {
      await find(threadId, runId);
      if (!(await deleteRun(sql, runId, threadId))) throw threadInUse(threadId);
    },
  };
}

/** In the protocol, a failure is JSON text inside the message. */
function resultOf(outcome: RunOutcome): Readonly<Record<string, unknown>> | null {
  return "failure" in outcome ? { __error__: { error: "Error", message: JSON.stringify(outcome.failure) } } : outcome.values;
}
