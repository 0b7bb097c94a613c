/** A new run, waiting for a worker or for its turn, and its thread as it is from here on. */
import { headOf } from "../../checkpointer/checkpoint-order.ts";
import type { TenantSql } from "../../tenancy/tenant-sql.ts";
import { BEGUN_HERE } from "../begun-here.ts";
import type { QueuePosition } from "../threads/rows.ts";
import { type LeaseHere, leaseHere, nothingWaits } from "./here/lease-here.ts";
import type { RunKind, RunKwargs, RunPayload, RunPrincipal, RunRow } from "./rows.ts";

export interface NewRun {
  readonly id: string;
  readonly threadId: string;
  readonly graphId: string;
  readonly assistantId: string;
  readonly kind: RunKind;
  readonly payload: RunPayload;
  readonly kwargs: RunKwargs;
  readonly metadata: object;
  readonly multitaskStrategy: string;
  readonly requestedBy?: string | undefined;
  readonly principal?: RunPrincipal | null | undefined;
  readonly decider?: RunPrincipal | null | undefined;
  /** The queue's job; null: held until its turn comes. */
  readonly job: string | null;
  /** Not before so many seconds from now. */
  readonly afterSeconds?: number | undefined;
  readonly position: QueuePosition;
  /** False: other runs of the thread, or a question, come first, and only its position changes. */
  readonly isNext: boolean;
  /** Of a new turn; undefined: the thread stays with what it has. */
  readonly turn?: NewTurn | undefined;
}

/** What a turn of the conversation begins with. Metadata and config are added to what the thread has. */
export interface NewTurn {
  readonly definitionHash: string | null;
  readonly metadata: object;
  readonly config: object;
}

const columns =
  "id, thread_id, graph_id, assistant_id, kind, payload, kwargs, metadata, multitask_strategy, job, requested_by, not_before, tenant, principal, decider";
const given =
  "$1, $2, $3, $4, $5, $6::json, $7::json, $8::jsonb, $9, $10, $11, clock_timestamp() + $12 * interval '1 second', $tenant, $19::json, $20::json";

const thread = `
update signalbox.threads set priority = $13,
  status = case when $14 then 'busy' else status end,
  updated_at = case when $14 then clock_timestamp() else updated_at end,
  graph_id = case when $15 then $3 else graph_id end,
  assistant_id = case when $15 then $4 else assistant_id end,
  definition_hash = case when $15 then $16 else definition_hash end,
  metadata = metadata || $17::jsonb, config = config || $18::jsonb
where id = $2 and tenant = $tenant`;

const text = `
with run as (
  insert into signalbox.runs (${columns}) values (${given}) returning *
), thread as (${thread})
select * from run`;

/**
 * The thread is locked, so what this statement sees of it is as fresh as the lock. A run that a worker has given back counts as running, although
 * nobody holds the thread until another takes it.
 */
const textOfBegun = `
with free as (
  select $2::text as id, ${headOf("$2::text")} as head where ${nothingWaits}
    and not exists (select 1 from signalbox.runs r where r.thread_id = $2 and r.status = 'running')
), ${leaseHere("$21")}, run as (
  insert into signalbox.runs (${columns}, status, starts, attempts, has_events, started_at, base)
  select ${given}, 'running', 1, 1, true, clock_timestamp(), free.head from free, lease returning *
), thread as (${thread} and exists (select 1 from run))
select run.*, (select epoch from lease) as __epoch, (select head from free) as __head from run`;

export async function insertRun(tx: TenantSql, run: NewRun): Promise<RunRow> {
  const [row] = await tx.query<RunRow>(text, valuesOf(run));
  if (!row) throw new Error(`Run ${run.id} of thread ${run.threadId} was not inserted.`);
  return row;
}

/** Inserts it as running, with its thread's lease. Undefined: another run waits in the queue, or somebody holds the thread. */
export async function insertBegunRun(
  tx: TenantSql,
  run: Omit<NewRun, "job">,
  worker: string,
): Promise<(LeaseHere & { readonly run: RunRow }) | undefined> {
  const [row] = await tx.query<RunRow & { __epoch: string; __head: string | null }>(textOfBegun, [
    ...valuesOf({ ...run, job: BEGUN_HERE }),
    worker,
  ]);
  if (!row) return undefined;
  const { __epoch: epoch, __head: head, ...begun } = row;
  return { run: begun, epoch, head };
}

function valuesOf({ position, isNext, turn, ...run }: NewRun): unknown[] {
  return [
    ...[run.id, run.threadId, run.graphId, run.assistantId, run.kind, JSON.stringify(run.payload), JSON.stringify(run.kwargs)],
    ...[JSON.stringify(run.metadata), run.multitaskStrategy, run.job, run.requestedBy ?? null, run.afterSeconds ?? null],
    ...[position.priority, isNext, turn !== undefined, turn?.definitionHash ?? null],
    ...[JSON.stringify(turn?.metadata ?? {}), JSON.stringify(turn?.config ?? {})],
    ...[run.principal, run.decider].map((principal) => (principal ? JSON.stringify(principal) : null)),
  ];
}
