/** Stores operations of any number of threads in one statement, each only if its writer holds its thread's lease. */
import { INTERRUPT } from "@langchain/langgraph-checkpoint";
import { isHeld } from "../../fence.ts";
import { inKeyOrder } from "../../statements/events/rows.ts";
import { newestFirst } from "../checkpoint-order.ts";
import type { RunStatement } from "../checkpoint-statements.ts";
import type { Operation } from "./operation.ts";
import { bytesOf, given, valuesOf } from "./relations.ts";

/**
 * What happens while another transaction holds a lease, as a hand-over does. together: the operations of its thread are left out, so that no
 * thread waits for another one's. alone: the statement waits; it has operations of one thread only, so that it is in no deadlock.
 * within: as alone, in the transaction of a tenant's request, which says for whom it writes.
 */
export type Form = "together" | "alone" | "within";

const textIn = (row: string, name: string): string => `convert_from(${bytesOf(row, name)}, 'UTF8')`;

/** Never below the thread's own last one, should the sequence ever go back, as after a logical copy of the database. */
const nextSeq = `greatest(nextval('signalbox.checkpoints_seq'), 1 + (
  select c.seq from signalbox.checkpoints c where c.thread_id = ok.thread and c.checkpoint_ns = ok.namespace order by ${newestFirst} limit 1
))`;

const insertWrites = (which: string): string => `
  insert into signalbox.checkpoint_writes (thread_id, checkpoint_ns, checkpoint_id, task_id, task_path, idx, channel, type, blob)
  select ok.thread, ok.namespace, ok.checkpoint, ok.task, ok.path, w.idx, w.channel, w.type, ${bytesOf("w", "blob")} from written w join ok using (n)
  where ${which} on conflict (thread_id, checkpoint_ns, checkpoint_id, task_id, idx)`;

/**
 * held: `for share` makes a hand-over wait for this statement: without it a write could land after the thread had a new owner. ok: a
 * checkpoint's parent is there unless the database went back behind it, and so is what a list was stored against. unasked: a task that asks again replaces its earlier questions.
 * states: one that is stored again, because the first answer was lost, keeps its place.
 */
const textOf = (form: Form, tenantOf = (row: string) => `${row}.tenant`): string => `
with asked as materialized (select * from ${given("asked")}),
held as materialized (
  select asked.n, l.epoch from asked join signalbox.leases l on l.thread = asked.thread and ${isHeld("l", "asked.lease")} for share of l${form === "together" ? " skip locked" : ""}
),
valued as materialized (select * from ${given("blobs")}),
baseless as (
  select n from valued join asked using (n) where valued.base is not null and not exists (
    select 1 from signalbox.checkpoint_blobs kept
    where kept.thread_id = thread and kept.checkpoint_ns = namespace and kept.channel = valued.channel and kept.version = valued.base
  )
),
ok as materialized (
  select asked.*, held.epoch from asked left join held using (n)
  where n not in (select n from baseless) and (lease is null or held.n is not null and (parent is null or exists (
    select 1 from signalbox.checkpoints kept where kept.thread_id = thread and kept.checkpoint_ns = namespace and kept.checkpoint_id = parent
  )))
),
stored_blobs as (
  insert into signalbox.checkpoint_blobs (thread_id, checkpoint_ns, channel, version, type, base, blob)
  select ok.thread, ok.namespace, valued.channel, valued.version, valued.type, valued.base, ${bytesOf("valued", "blob")} from valued join ok using (n)
  on conflict do nothing
),
written as materialized (select * from ${given("writes")}),
kept as (${insertWrites("not ok.replaces")} do nothing),
replaced as (${insertWrites("ok.replaces")} do update set channel = excluded.channel, type = excluded.type, blob = excluded.blob),
unasked as (
  delete from signalbox.checkpoint_writes w using ok where ok.asks
    and w.thread_id = ok.thread and w.checkpoint_ns = ok.namespace and w.checkpoint_id = ok.checkpoint and w.task_id = ok.task
    and w.channel = '${INTERRUPT}' and not exists (select 1 from written where written.n = ok.n and written.idx = w.idx)
),
stored_events as (
  insert into signalbox.run_events (tenant, thread_id, run_id, epoch, first, last, open_from, at, body)
  select ${tenantOf("events")}, ok.thread, events.run, ok.epoch, events.first, events.last, events.open_from, to_timestamp(events.at / 1000), ${textIn("events", "body")}
  from ${given("events")} join ok using (n) ${inKeyOrder("ok.thread", "events.run", "events.last")} on conflict do nothing
),
stored_starts as (
  insert into signalbox.audit (thread_id, epoch, run_id, what, node, task, tenant, ref)
  select ok.thread, ok.epoch, starts.run, 'node.started', starts.node, ok.task, ${tenantOf("starts")}, starts.ref from ${given("starts")} join ok using (n) order by n
  on conflict do nothing
),
states as (
  insert into signalbox.checkpoints (thread_id, checkpoint_ns, checkpoint_id, parent_checkpoint_id, checkpoint, metadata, seq)
  select thread, namespace, checkpoint, parent, ${textIn("ok", "state")}::jsonb, ${textIn("ok", "metadata")}::jsonb, ${nextSeq}
  from ok where kind = 'put' order by n
  on conflict (thread_id, checkpoint_ns, checkpoint_id) do update set checkpoint = excluded.checkpoint, metadata = excluded.metadata
)
select n from ok`;

const texts: Readonly<Record<Form, string>> = {
  together: textOf("together"),
  alone: textOf("alone"),
  within: textOf("within", () => "$tenant::text"),
};

/** Whoever asked must hear within the time of one statement. */
const TIMEOUT_MS = 10_000;

/** Safe to repeat. Resolves to those that were stored: of the others the lease has gone, or the database went back, or the lease is locked now. */
export async function storeOperations(run: RunStatement, operations: readonly Operation[], form: Form): Promise<Set<Operation>> {
  const statement = { name: `signalbox-store-${form}`, text: texts[form], values: valuesOf(operations), query_timeout: TIMEOUT_MS };
  const rows = await run<{ n: number }>(statement);
  return new Set(rows.flatMap(({ n }) => operations[n - 1] ?? []));
}
