/** Records how a run ended, with the last that it emitted, in the transaction that has released its lease. */
import type { Sql } from "../../../language/registry/context.ts";
import { epochNumber } from "../../fence.ts";
import { batchValues, type EventBatch, insertBatch } from "../events/rows.ts";
import { insertUnheard } from "../events/tell-cancelled.ts";
import type { RunFailure, RunStatus } from "./rows.ts";

export interface RunEnd {
  readonly threadId: string;
  readonly runId: string;
  readonly status: RunStatus;
  readonly error: RunFailure | null;
  readonly path: readonly unknown[] | null;
  readonly events: RunEventsEnd;
}

/** What the run has emitted since the last time that it was written, and what it leaves. */
export interface RunEventsEnd {
  readonly batch: EventBatch | undefined;
  readonly lastEvent: number;
  readonly result: string | null;
}

const text = `
with events as (${insertBatch("$8::integer", "r.thread_id", 9)} from signalbox.runs r where r.thread_id = $1 and r.id = $2 and r.status = 'running' and $9::text is not null on conflict do nothing),
${insertUnheard("$1")}
update signalbox.runs r set status = $3, error = $4::json, path = $5::json, last_event = $6, result = $7,
  ended_at = clock_timestamp(), updated_at = clock_timestamp()
where r.thread_id = $1 and r.id = $2 and r.status = 'running'`;

export async function finishRun(tx: Sql, { threadId, runId, status, error, path, events }: RunEnd): Promise<void> {
  const { batch, lastEvent, result } = events;
  await tx.query(text, [
    ...[threadId, runId, status, error && JSON.stringify(error), path && JSON.stringify(path), lastEvent, result],
    ...[epochNumber(batch?.epoch) ?? null, ...batchValues(batch)],
  ]);
}
