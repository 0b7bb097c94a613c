/** Waits for a run's end without reading its events: there may be hundreds of megabytes. */
import { type AwaitedRun, findAwaitedRun } from "../../persistence/statements/runs/find-awaited-run.ts";
import type { RunRow } from "../../persistence/statements/runs/rows.ts";
import type { RunEvent } from "../event-log/log-event.ts";
import type { PlainEnd } from "../event-log/plain-ends.ts";
import type { Acting } from "../identity/acting.ts";
import { runNotFound } from "../protocol/refusals.ts";
import { storedResult } from "./run-outcome.ts";
import { LOOK_MS, type Reading, runAfterChildren } from "./stream-run.ts";

export type AwaitedEnd =
  /** All there is to know of it. */
  | { readonly plain: PlainEnd }
  | {
      readonly plain?: undefined;
      readonly run: RunRow;
      /** Its last `values` or `error`; undefined if it emitted none, as one that was cancelled before it began. */
      readonly last: Pick<RunEvent, "event" | "data"> | undefined;
    };

/** Of a run that this process executes it reads nothing. Undefined: the reader is gone. */
export async function awaitEnd(services: Acting, reading: Omit<Reading, "lastEventId">): Promise<AwaitedEnd | undefined> {
  const { events, database } = services;
  const { runId, threadId, signal } = reading;
  const isOwn = (of: Pick<PlainEnd, "tenant" | "threadId">) => of.threadId === threadId && of.tenant === database.sql.tenant;
  let isNew = events.newRuns.has(runId);
  while (!signal?.aborted) {
    const plain = events.plainEnds.find(runId);
    if (plain && isOwn(plain)) return { plain };
    const changed = events.changedOf(runId, { timeoutMs: LOOK_MS, signal });
    const here = threadId === null ? undefined : events.find(threadId)?.of;
    const run = isNew || (here?.runId === runId && isOwn(here)) ? undefined : await endedRun(services, reading);
    if (run) return endOf(services, reading, run);
    await changed;
    isNew = false;
  }
  return undefined;
}

async function endOf(services: Acting, reading: Omit<Reading, "lastEventId">, run: AwaitedRun): Promise<AwaitedEnd> {
  const next = run.is_continued ? await runAfterChildren(services, reading) : undefined;
  const after = next === undefined ? undefined : await awaitEnd(services, { ...reading, runId: next });
  if (after?.plain) return after;
  return { run, last: after?.last ?? (await storedResult(services, run)) };
}

async function endedRun({ database }: Acting, { runId, threadId }: Pick<Reading, "runId" | "threadId">) {
  const run = await findAwaitedRun(database.sql, runId, threadId);
  if (!run) throw runNotFound(runId);
  return run.status === "pending" || run.status === "running" ? undefined : run;
}
