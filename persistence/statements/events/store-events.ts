/** Writes down what runs have emitted: all runs of a process in one statement. A worker that has lost its thread writes nothing. */
import type { Sql } from "../../../language/registry/context.ts";
import { isHeld } from "../../fence.ts";
import { type EventBatch, inKeyOrder } from "./rows.ts";

/** Not `for share`: a row that lands late has an epoch that whoever has read on does not look at. A batch that is sent again changes nothing. */
const text = `
with sent as (
  select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::bigint[], $7::bigint[], $8::double precision[], $9::text[])
    as sent (tenant, thread_id, run_id, epoch, first, last, open_from, at, body)
), held as (
  select sent.*, l.epoch as number from sent join signalbox.leases l on l.thread = sent.thread_id and ${isHeld("l", "sent.epoch")}
), stored as (
  insert into signalbox.run_events (tenant, thread_id, run_id, epoch, first, last, open_from, at, body)
  select tenant, thread_id, run_id, number, first, last, open_from, to_timestamp(at / 1000), body from held ${inKeyOrder("held.thread_id", "held.run_id", "held.last")} on conflict do nothing
)
select run_id from held`;

/** Resolves to the runs whose worker still holds its thread. */
export async function storeEvents(sql: Sql, batches: readonly EventBatch[]): Promise<Set<string>> {
  const rows = await sql.query<{ run_id: string }>(text, [
    batches.map(({ tenant }) => tenant),
    batches.map(({ threadId }) => threadId),
    batches.map(({ runId }) => runId),
    batches.map(({ epoch }) => epoch),
    batches.map(({ first }) => first),
    batches.map(({ last }) => last),
    batches.map(({ openFrom }) => openFrom),
    batches.map(({ at }) => at),
    batches.map(({ body }) => body),
  ]);
  return new Set(rows.map(({ run_id }) => run_id));
}
