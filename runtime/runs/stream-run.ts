/** The events of a run, for readers at any time: live if the run is in this process, otherwise its final values once it has ended. */
import { findFanOut } from "../../persistence/statements/children/find-fan-out.ts";
import { findRun } from "../../persistence/statements/runs/find-run.ts";
import type { RunRow } from "../../persistence/statements/runs/rows.ts";
import { findThread } from "../../persistence/statements/threads/find-thread.ts";
import type { Acting } from "../identity/acting.ts";
import { readStop } from "../interrupts/read-stop.ts";
import { runNotFound } from "../protocol/refusals.ts";
import type { EventLog, Gap, RunEvent } from "../streams/event-log.ts";
import { isForReader, type ReaderModes } from "../streams/stream-modes.ts";
import { outcomeOf } from "./run-outcome.ts";

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

/** For readers, a run that stops to wait for child threads has not ended: they continue with the run that resumes it, whose ids go on from its own. */
export async function* streamRun(services: Acting, reading: Reading): AsyncGenerator<RunEvent> {
  const last = yield* streamOne(services, reading);
  const next = await runAfterChildren(services, reading);
  if (next === undefined) return;
  const seen = idOf(reading.lastEventId) - last;
  const lastEventId = seen > 0 ? String(seen) : undefined;
  for await (const { id, event, data } of streamRun(services, { ...reading, runId: next, lastEventId })) {
    if (event !== "metadata") yield { id: String(last + Number(id)), event, data };
  }
}

/** Undefined immediately for a run that waits for no child threads. */
export async function runAfterChildren({ database, events }: Acting, { runId, signal }: Reading): Promise<string | undefined> {
  while (!signal?.aborted) {
    const changed = events.changed({ timeoutMs: LOOK_MS, signal });
    const fanOut = await findFanOut(database.sql, runId);
    if (!fanOut || fanOut.resume_run !== null) return fanOut?.resume_run ?? undefined;
    await changed;
  }
  return undefined;
}

/** Returns the id of the run's last event. */
async function* streamOne(services: Acting, reading: Reading): AsyncGenerator<RunEvent, number> {
  const { threadId, runId, lastEventId, modes, signal } = reading;
  const { events, database } = services;
  let seen = idOf(lastEventId);
  let read: EventLog | undefined;
  while (!signal?.aborted) {
    const changed = events.changed({ timeoutMs: LOOK_MS, signal });
    const log = events.find(runId);
    if (log && log !== read && follows(log, seen)) {
      read = log;
      for await (const found of log.read(seen, signal)) {
        if ("first" in found) yield* acrossGap(services, { runId, log, gap: found });
        else if (isForReader(found.event, modes)) yield found;
        seen = "first" in found ? found.last : Number(found.id);
      }
      if (log.end === "ended") return log.last;
    }
    const run = await findRun(database.sql, runId, threadId);
    if (!run) throw runNotFound(runId);
    if (run.status !== "pending" && run.status !== "running") {
      yield* lastEvent(services, run, seen + 1);
      return seen + 1;
    }
    await changed;
  }
  return seen;
}

/** -1 before the first event, and for an invalid id. */
function idOf(lastEventId = "-1"): number {
  const id = Number.parseInt(lastEventId, 10);
  return Number.isNaN(id) ? -1 : id;
}

/** A second attempt emits different events under the same ids: only readers who have seen none may get them. */
const follows = (log: EventLog, seen: number): boolean => log.attempt === 1 || seen < 0;

async function* lastEvent(services: Acting, run: RunRow, id: number): AsyncGenerator<RunEvent> {
  const outcome = await outcomeOf(services, run);
  if ("failure" in outcome) yield { id: String(id), event: "error", data: outcome.failure };
  else yield { id: String(id), event: "values", data: outcome.values };
}

interface Missed {
  readonly runId: string;
  readonly log: EventLog;
  readonly gap: Gap;
}

/** Instead of the events that are gone: the state as it is now, or how the run ended if none are left. */
async function* acrossGap(services: Acting, { runId, log, gap }: Missed): AsyncGenerator<RunEvent> {
  yield { id: String(gap.last - 1), event: "gap", data: gap };
  const run = await findRun(services.database.sql, runId, null);
  if (!run) throw runNotFound(runId);
  const isOver = log.end === "ended" && log.count === 0;
  if (isOver) yield* lastEvent(services, run, gap.last);
  else yield { id: String(gap.last), event: "values", data: await valuesNow(services, run) };
}

/** The copy of the last stop, if today's code cannot read the state. */
async function valuesNow({ database, graphs, saver }: Acting, run: RunRow): Promise<unknown> {
  const thread = await findThread(database.sql, run.thread_id);
  const graph = await graphs.compiled(run.graph_id, thread?.definition_hash ?? null).catch(() => undefined);
  return graph ? (await readStop(graph, saver, run.thread_id)).values : thread?.last_values;
}
