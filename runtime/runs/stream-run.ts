/** The events of a run, for readers at any time and in any process: what is kept, then what it emits, and its result if what it emitted is kept no longer. */
import { retryTransient } from "../../persistence/connection/unavailable.ts";
import { findFanOut } from "../../persistence/statements/children/find-fan-out.ts";
import { CANCELLED } from "../../persistence/statements/events/tell-cancelled.ts";
import { findRun } from "../../persistence/statements/runs/find-run.ts";
import type { RunRow } from "../../persistence/statements/runs/rows.ts";
import { findThread } from "../../persistence/statements/threads/find-thread.ts";
import { Follower } from "../event-log/follow-events.ts";
import { ATTEMPT_SPAN, attemptOf, END, isInternalEvent, LEG_SPAN, type LogEvent, type RunEvent } from "../event-log/log-event.ts";
import type { Acting } from "../identity/acting.ts";
import { readStop } from "../interrupts/read-stop.ts";
import { withLongLists } from "../limits/long-lists.ts";
import { runNotFound } from "../protocol/refusals.ts";
import { isForReader, type ReaderModes } from "../streams/stream-modes.ts";
import { outcomeOf, storedResult } from "./run-outcome.ts";

export interface StreamOptions {
  /** The last event that the reader has seen: it gets those after it. */
  readonly lastEventId?: string | undefined;
  readonly modes?: ReaderModes;
  readonly signal?: AbortSignal | undefined;
}

export interface Reading extends StreamOptions {
  readonly threadId: string | null;
  readonly runId: string;
}

/** The notification of the run's end may be lost. */
export const LOOK_MS = 1_000;

/** For readers, a run that stops to wait for child threads has not ended: they continue with the run that resumes it, under ids of its own. */
export async function* streamRun(services: Acting, reading: Reading): AsyncGenerator<RunEvent> {
  const seen = idOf(reading.lastEventId);
  let runId: string | undefined = reading.runId;
  for (let begin = 0; runId !== undefined; begin += LEG_SPAN) {
    const leg: Leg = { ...reading, runId, after: Math.max(seen - begin, -1) };
    const isSeen = leg.after >= LEG_SPAN;
    for await (const { id, event, data } of isSeen ? [] : streamLeg(services, leg)) {
      // it is the same run to the reader
      if (begin === 0 || id > 0) yield { id: String(begin + id), event, data };
    }
    runId = await runAfterChildren(services, leg);
  }
}

interface Leg extends Omit<Reading, "lastEventId"> {
  /** The last event that the reader has seen. */
  readonly after: number;
}

interface LegEvent extends Omit<RunEvent, "id"> {
  readonly id: number;
}

/** Undefined immediately for a run that waits for no child threads. */
export async function runAfterChildren(
  { database, events }: Acting,
  { runId, signal }: Pick<Reading, "runId" | "signal">,
): Promise<string | undefined> {
  if (events.plainEnds.has(runId)) return undefined;
  while (!signal?.aborted) {
    const changed = events.changed({ timeoutMs: LOOK_MS, signal });
    const fanOut = await retryTransient(() => findFanOut(database.sql, runId));
    if (!fanOut || fanOut.resume_run !== null) return fanOut?.resume_run ?? undefined;
    await changed;
  }
  return undefined;
}

async function* streamLeg(services: Acting, leg: Leg): AsyncGenerator<LegEvent> {
  let seen = leg.after;
  const { modes } = leg;
  for await (const event of followRun(services, leg)) {
    const { id } = event;
    if (event.event === END) return;
    if (event.event === CANCELLED) break;
    // ids have no gaps within an attempt, unless the beginning was removed
    if (id > seen + 1 && id % ATTEMPT_SPAN !== 0) yield* insteadOfRemoved(services, event);
    seen = id;
    const isShown = !isInternalEvent(event.event) && (isForReader(event.event, modes) || isStateOfAttempt(event));
    if (isShown) yield { id, event: event.event, data: await event.data() };
    if (leg.signal?.aborted) return;
  }
  if (!leg.signal?.aborted) yield* resultAfter(services, leg, seen);
}

/** A later attempt begins with the state that it goes on from: readers in any mode replace by it what they have from the attempt before. */
const isStateOfAttempt = ({ id, event }: LogEvent): boolean => event === "values" && attemptOf(id) > 1 && id % ATTEMPT_SPAN === 1;

/** Ends when the run has ended and all that is kept was read. */
async function* followRun(services: Acting, { threadId, runId, after, signal }: Leg): AsyncGenerator<LogEvent> {
  const { events, database } = services;
  const own = threadId === null ? undefined : events.find(threadId)?.of;
  const isHere = own?.runId === runId && own.tenant === database.sql.tenant;
  let run = isHere ? undefined : await runNow(services, { runId, threadId });
  const thread = threadId ?? run?.thread_id;
  if (thread === undefined || !(isHere || run)) throw runNotFound(runId);
  const follower = new Follower(events, { threadId: thread, runId, signal }, after);
  try {
    while (!signal?.aborted) {
      const { log } = follower;
      // what a run emits is stored before its end is: after this look all of it can be read
      const isOver = log ? log.isClosed === "ended" : !run || isEnded(run);
      const window = log?.window ?? (isOver ? undefined : await follower.mirror());
      const fresh = await follower.next(window);
      yield* fresh;
      if (fresh.length > 0) continue;
      if (isOver) return;
      if (window) await follower.news(window);
      // one that was rolled back is gone
      if (!follower.log) run = await runNow(services, { runId, threadId });
    }
  } finally {
    follower.close();
  }
}

/** A restart of the database only delays readers. */
const runNow = ({ database }: Acting, { runId, threadId }: Pick<Reading, "runId" | "threadId">): Promise<RunRow | undefined> =>
  retryTransient(() => findRun(database.sql, runId, threadId));

const isEnded = ({ status }: RunRow): boolean => status !== "pending" && status !== "running";

/** -1 before the first event, and for an invalid id. */
function idOf(lastEventId = "-1"): number {
  const id = Number.parseInt(lastEventId, 10);
  return Number.isNaN(id) ? -1 : id;
}

/** Of a run whose last events are kept no longer, or that emitted none: the result alone. Nothing for a reader who has it all. */
async function* resultAfter(services: Acting, leg: Leg, seen: number): AsyncGenerator<LegEvent> {
  const run = await runNow(services, leg);
  if (!run) return;
  const last = Number(run.last_event ?? seen);
  if (run.last_event !== null && seen >= last) return;
  const result = (await storedResult(services, run)) ?? (await outcomeEvent(services, run));
  if (isForReader(result.event, leg.modes)) yield { id: last + 1, ...result };
}

async function outcomeEvent(services: Acting, run: RunRow): Promise<Omit<RunEvent, "id">> {
  const outcome = await outcomeOf(services, run, await findThread(services.database.sql, run.thread_id));
  return "failure" in outcome ? { event: "error", data: outcome.failure } : { event: "values", data: outcome.values };
}

/** The state as it is now, under the ids before the first event that is left. */
async function* insteadOfRemoved(services: Acting, { runId, id }: LogEvent): AsyncGenerator<LegEvent> {
  const run = await runNow(services, { runId, threadId: null });
  if (!run) throw runNotFound(runId);
  yield { id: id - 2, event: "metadata", data: { run_id: runId, attempt: attemptOf(id) } };
  yield { id: id - 1, event: "values", data: await valuesNow(services, run) };
}

/** The copy of the last stop, if today's code cannot read the state. */
async function valuesNow({ database, graphs, saver }: Acting, run: RunRow): Promise<unknown> {
  const thread = await findThread(database.sql, run.thread_id);
  const graph = await graphs.compiled(run.graph_id, thread?.definition_hash ?? null).catch(() => undefined);
  if (graph) return (await readStop(graph, saver, { threadId: run.thread_id })).values;
  return thread && (await withLongLists(saver, thread)).last_values;
}
