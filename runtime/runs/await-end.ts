/** Waits for a run's end without reading its events: there may be hundreds of megabytes. */
import { findRun } from "../../persistence/statements/runs/find-run.ts";
import type { RunEvent } from "../event-log/log-event.ts";
import type { Acting } from "../identity/acting.ts";
import { runNotFound } from "../protocol/refusals.ts";
import { storedResult } from "./run-outcome.ts";
import { LOOK_MS, type Reading, runAfterChildren } from "./stream-run.ts";

/** Resolves to its last `values` or `error`; to undefined if it emitted none, as one that was cancelled before it began. */
export async function awaitEnd(
  services: Acting,
  reading: Omit<Reading, "lastEventId">,
): Promise<Pick<RunEvent, "event" | "data"> | undefined> {
  const { events, database } = services;
  const { runId, threadId, signal } = reading;
  while (!signal?.aborted) {
    const changed = events.changedOf(runId, { timeoutMs: LOOK_MS, signal });
    const run = await findRun(database.sql, runId, threadId);
    if (!run) throw runNotFound(runId);
    if (run.status !== "pending" && run.status !== "running") {
      const next = await runAfterChildren(services, reading);
      const last = next === undefined ? undefined : await awaitEnd(services, { ...reading, runId: next });
      return last ?? storedResult(services, run);
    }
    await changed;
  }
  return undefined;
}
