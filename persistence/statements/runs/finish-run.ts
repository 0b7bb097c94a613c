/** Records how a run ended, with the last that it emitted, in the transaction that has released its lease. */
import type { Sql } from "../../../language/registry/context.ts";
import { epochNumber } from "../../fence.ts";
import { batchValues, type EventBatch, insertBatch } from "../events/rows.ts";
import { insertUnheard } from "../events/tell-cancelled.ts";
import type { RunFailure, RunStatus } from "./rows.ts";

export interface RunEnd {
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
with events as (${insertBatch("$7::integer", "r.thread_id", 8)} from signalbox.runs r where r.id = $1 and r.status = 'running' and $8::text is not null on conflict do nothing),
${insertUnheard("(select thread_id from signalbox.runs where id = $1)")}
update signalbox.runs set status = $2, error = $3::json, path = $4::json, last_event = $5, result = $6,
  ended_at = clock_timestamp(), updated_at = clock_timestamp()
where id = $1 and status = 'running'`;

export async function finishRun(tx: Sql, { runId, status, error, path, events }: RunEnd): Promise<void> {
  const { batch, lastEvent, result } = events;
  await tx.query(text, [
    ...[runId, status, error && JSON.stringify(error), path && JSON.stringify(path), lastEvent, result],
    ...[epochNumber(batch?.epoch) ?? null, ...batchValues(batch)],
  ]);
}
