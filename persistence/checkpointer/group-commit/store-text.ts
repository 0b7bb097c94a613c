/** The text of the statement that stores operations: for each thread only what its writer may store, and only the parts that are needed. */
import { INTERRUPT } from "@langchain/langgraph-checkpoint";
import { isHeld } from "../../fence.ts";
import { inKeyOrder } from "../../statements/events/rows.ts";
import { newestFirst } from "../checkpoint-order.ts";
import { bytesOf, given, type RelationName } from "./relations.ts";

/**
 * What happens while another transaction holds a lease, as a hand-over does. together: the operations of its thread are left out, so that no
 * thread waits for another one's. alone: the statement waits; it has operations of one thread only, so that it is in no deadlock.
 * within: as alone, in the transaction of a tenant's request, which says for whom it writes.
 */
export type Form = "together" | "alone" | "within";

/** changes: of lists. replaces: writes that take the place of earlier ones. */
export type Part = "puts" | "changes" | "events" | "writes" | "replaces" | "starts";

/** Their columns are the statement's parameters. */
export const relationsOf = (parts: readonly Part[]): RelationName[] => [
  "asked",
  ...(parts.includes("puts") ? (["blobs"] as const) : []),
  ...(["writes", "events", "starts"] as const).filter((name) => parts.includes(name)),
];

interface Given {
  readonly form: Form;
  readonly parts: readonly Part[];
  /** A relation of the parameters. */
  readonly from: (name: RelationName) => string;
}

export function storeText(form: Form, parts: readonly Part[]): string {
  const from = (name: RelationName) => given(name, relationsOf(parts));
  const all: Given = { form, parts, from };
  const steps = [
    // a start alone has no bytes, but Postgres must know the type of each parameter
    `asked as materialized (select * from ${from("asked")} where $1::bytea is not null)`,
    `held as materialized (${heldOf(form)})`,
    ...(parts.includes("changes") ? [`baseless as (${baselessOf(from("blobs"))})`] : []),
    `ok as materialized (${okOf(parts)})`,
    ...parts.flatMap((part) => stepsOf[part](all)),
  ];
  return `with ${steps.join(",\n")}\nselect n from ok`;
}

/**
 * `for share` makes a hand-over wait for this statement: without it a write could land after the thread had a new owner. Each row is looked up
 * by its key, here and below, whatever the planner expects: a plan is kept while the tables grow. Once for each thread: all that it stores, or nothing.
 */
const heldOf = (form: Form): string => `
  select asked.thread, asked.lease, found.epoch from (select distinct thread, lease from asked) asked cross join lateral (select l.epoch from signalbox.leases l where l.thread = asked.thread and ${isHeld("l", "asked.lease")} and signalbox.by_key(l.thread) limit 1 for share${form === "together" ? " skip locked" : ""}) found`;

/** What has a list whose base is gone, because the database went back behind it. */
const baselessOf = (blobs: string): string => `
  select n from ${blobs} join asked using (n) where base is not null and (
    select true from signalbox.checkpoint_blobs kept
    where kept.thread_id = thread and kept.checkpoint_ns = namespace and kept.channel = blobs.channel and kept.version = blobs.base and signalbox.by_key(kept.thread_id) limit 1
  ) is null`;

function okOf(parts: readonly Part[]): string {
  const [puts, changes] = [parts.includes("puts"), parts.includes("changes")];
  return `
  select asked.*, held.epoch${puts ? ", head.seq as head_seq" : ""} from asked left join held using (thread, lease) ${puts ? withHead : ""}
  where (lease is null or held.epoch is not null ${puts ? `and ${parentIsThere}` : ""}) ${changes ? "and n not in (select n from baseless)" : ""}`;
}

const withHead = `left join lateral (
    select c.checkpoint_id, c.seq from signalbox.checkpoints c
    where kind = 'put' and c.thread_id = thread and c.checkpoint_ns = namespace and signalbox.by_key(c.thread_id) order by ${newestFirst} limit 1
  ) head on true`;

/** Unless the database went back behind it. Mostly it is the thread's last checkpoint, which is read anyway. */
const parentIsThere = `(known is null or known = head.checkpoint_id or (
    select true from signalbox.checkpoints kept
    where kept.thread_id = thread and kept.checkpoint_ns = namespace and kept.checkpoint_id = known and signalbox.by_key(kept.thread_id) limit 1
  ))`;

const textIn = (row: string, name: string): string => `convert_from(${bytesOf(row, name)}, 'UTF8')`;

const insertWrites = (writes: string, which: string): string => `
  insert into signalbox.checkpoint_writes (thread_id, checkpoint_ns, checkpoint_id, task_id, task_path, idx, channel, type, blob)
  select ok.thread, ok.namespace, ok.checkpoint, ok.task, ok.path, writes.idx, writes.channel, writes.type, ${bytesOf("writes", "blob")} from ${writes} join ok using (n)
  where ${which} on conflict (thread_id, checkpoint_ns, checkpoint_id, task_id, idx)`;

const tenantOf = ({ form }: Given, row: string): string => (form === "within" ? "$tenant::text" : `${row}.tenant`);

/**
 * states: a checkpoint that is stored again, because the first answer was lost, keeps its place. Its number is never below the thread's own
 * last one, should the sequence ever go back, as after a logical copy of the database. unasked: a task that asks again replaces its earlier questions.
 */
const stepsOf: Readonly<Record<Part, (all: Given) => string[]>> = {
  puts: ({ from }) => [
    `stored_blobs as (
  insert into signalbox.checkpoint_blobs (thread_id, checkpoint_ns, channel, version, type, base, blob)
  select ok.thread, ok.namespace, blobs.channel, blobs.version, blobs.type, blobs.base, ${bytesOf("blobs", "blob")} from ${from("blobs")} join ok using (n)
  on conflict do nothing)`,
    `states as (
  insert into signalbox.checkpoints (thread_id, checkpoint_ns, checkpoint_id, parent_checkpoint_id, checkpoint, metadata, seq)
  select thread, namespace, checkpoint, parent, ${textIn("ok", "state")}::jsonb, ${textIn("ok", "metadata")}::jsonb, greatest(nextval('signalbox.checkpoints_seq'), head_seq + n)
  from ok where kind = 'put' order by n
  on conflict (thread_id, checkpoint_ns, checkpoint_id) do update set checkpoint = excluded.checkpoint, metadata = excluded.metadata)`,
  ],
  changes: () => [],
  writes: ({ from }) => [`kept as (${insertWrites(from("writes"), "not ok.replaces")} do nothing)`],
  replaces: ({ from }) => [
    `replaced as (${insertWrites(from("writes"), "ok.replaces")} do update set channel = excluded.channel, type = excluded.type, blob = excluded.blob)`,
    `unasked as (
  delete from signalbox.checkpoint_writes w using ok where ok.asks
    and w.thread_id = ok.thread and w.checkpoint_ns = ok.namespace and w.checkpoint_id = ok.checkpoint and w.task_id = ok.task
    and w.channel = '${INTERRUPT}' and not exists (select 1 from ${from("writes")} where writes.n = ok.n and writes.idx = w.idx))`,
  ],
  events: (all) => [
    `stored_events as (
  insert into signalbox.run_events (tenant, thread_id, run_id, epoch, first, last, open_from, at, body)
  select ${tenantOf(all, "events")}, ok.thread, events.run, ok.epoch, events.first, events.last, events.open_from, to_timestamp(events.at / 1000), ${textIn("events", "body")}
  from ${all.from("events")} join ok using (n) ${inKeyOrder("ok.thread", "events.run", "events.last")} on conflict do nothing)`,
  ],
  starts: (all) => [
    `stored_starts as (
  insert into signalbox.audit (thread_id, epoch, run_id, what, node, task, tenant, ref)
  select ok.thread, ok.epoch, starts.run, 'node.started', starts.node, ok.task, ${tenantOf(all, "starts")}, starts.ref from ${all.from("starts")} join ok using (n) order by n
  on conflict do nothing)`,
  ],
};
