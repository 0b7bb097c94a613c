/** Waits for a run's end without reading its events: there may be hundreds of megabytes. */
import { findRun } from "../../persistence/statements/runs/find-run.ts";
import type { RunEvent } from "../event-log/log-event.ts";
import type { PlainEnd } from "../event-log/plain-ends.ts";
import type { Acting } from "../identity/acting.ts";
import { runNotFound } from "../protocol/refusals.ts";
import { storedResult } from "./run-outcome.ts";
import { LOOK_MS, type Reading, runAfterChildren } from "./stream-run.ts";

export interface AwaitedEnd {
  /** Its last `values` or `error`; undefined if it emitted none, as one that was cancelled before it began. */
  readonly last?: Pick<RunEvent, "event" | "data"> | undefined;
  /** All there is to know of it. */
  readonly plain?: PlainEnd;
}

/** Of a run that this process executes it reads nothing. */
export async function awaitEnd(services: Acting, reading: Omit<Reading, "lastEventId">): Promise<AwaitedEnd> {
  const { events, database } = services;
  const { runId, threadId, signal } = reading;
  const isOwn = (of: Pick<PlainEnd, "tenant" | "threadId">) => of.threadId === threadId && of.tenant === database.sql.tenant;
  while (!signal?.aborted) {
    const plain = events.plainEnds.find(runId);
    if (plain && isOwn(plain)) return { plain };
    const changed = events.changedOf(runId, { timeoutMs: LOOK_MS, signal });
    const here = threadId === null ? undefined : events.find(threadId)?.of;
    const run = here?.runId === runId && isOwn(here) ? undefined : await endedRun(services, reading);
    if (run) {
      const next = await runAfterChildren(services, reading);
      const { last, plain } = next === undefined ? {} : await awaitEnd(services, { ...reading, runId: next });
      return plain ? { plain } : { last: last ?? (await storedResult(services, run)) };
    }
    await changed;
  }
  return {};
}

async function endedRun({ database }: Acting, { runId, threadId }: Pick<Reading, "runId" | "threadId">) {
  const run = await findRun(database.sql, runId, threadId);
  if (!run) throw runNotFound(runId);
  return run.status === "pending" || run.status === "running" ? undefined : run;
}
