/** A new thread with everything that another one holds: its state, its checkpoints in their order, and the runs that have led there. */
import type { TenantSql } from "../../tenancy/tenant-sql.ts";
import type { RunPrincipal } from "../runs/rows.ts";

export interface ThreadToCopy {
  readonly from: string;
  readonly to: string;
  /** Of its runs: an old and a new id each. */
  readonly runs: readonly { readonly from: string; readonly to: string }[];
  /** In whose name its runs continue: not in that of who has started those of the other thread. */
  readonly principal?: RunPrincipal | undefined;
  /** Undefined: those of the thread. */
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
}

/** What was asked for with a run's credentials is not handed on. */
const withoutHeaders = "case when r.payload::jsonb ? 'headers' then (r.payload::jsonb - 'headers')::json else r.payload end";

const text = `
with source as (select * from signalbox.threads where tenant = $tenant and id = $1),
thread as (
  insert into signalbox.threads (id, tenant, graph_id, assistant_id, definition_hash, status, metadata, config, last_values, last_path, priority)
  select $2, tenant, graph_id, assistant_id, definition_hash, case when status = 'error' then 'idle' else status end,
    coalesce($3::jsonb, metadata) || jsonb_build_object('thread_id', $2::text), config, last_values, last_path, priority from source
  returning *
),
blobs as (
  insert into signalbox.checkpoint_blobs (thread_id, checkpoint_ns, channel, version, type, base, blob)
  select t.id, b.checkpoint_ns, b.channel, b.version, b.type, b.base, b.blob from thread t, signalbox.checkpoint_blobs b where b.thread_id = $1
),
states as (
  insert into signalbox.checkpoints (thread_id, checkpoint_ns, checkpoint_id, parent_checkpoint_id, type, checkpoint, metadata, seq)
  select t.id, c.checkpoint_ns, c.checkpoint_id, c.parent_checkpoint_id, c.type, c.checkpoint,
    c.metadata || jsonb_build_object('thread_id', $2::text), nextval('signalbox.checkpoints_seq')
  from thread t, (select * from signalbox.checkpoints where thread_id = $1 order by seq nulls first, checkpoint_id) c
),
writes as (
  insert into signalbox.checkpoint_writes (thread_id, checkpoint_ns, checkpoint_id, task_id, task_path, idx, channel, type, blob)
  select t.id, w.checkpoint_ns, w.checkpoint_id, w.task_id, w.task_path, w.idx, w.channel, w.type, w.blob
  from thread t, signalbox.checkpoint_writes w where w.thread_id = $1
)
select 1 from thread`;

const runsText = `
insert into signalbox.runs (id, tenant, thread_id, graph_id, assistant_id, kind, payload, kwargs, metadata, multitask_strategy, status, starts, attempts,
  base, cancel, rollback, error, path, requested_by, principal, created_at, updated_at, started_at, ended_at)
select ids.new, r.tenant, $1, r.graph_id, r.assistant_id, r.kind, ${withoutHeaders}, r.kwargs, r.metadata, r.multitask_strategy, r.status, r.starts, r.attempts,
  r.base, r.cancel, r.rollback, r.error, r.path, r.requested_by, $4::json, r.created_at, r.updated_at, r.started_at, r.ended_at
from unnest($2::text[], $3::text[]) ids (old, new) join signalbox.runs r on r.id = ids.old and r.thread_id = $5 and r.tenant = $tenant`;

export async function copyThread(tx: TenantSql, { from, to, runs, principal, metadata }: ThreadToCopy): Promise<void> {
  await tx.query(text, [from, to, metadata ? JSON.stringify(metadata) : null]);
  const [old, fresh] = [runs.map((run) => run.from), runs.map((run) => run.to)];
  if (runs.length > 0) await tx.query(runsText, [to, old, fresh, principal ? JSON.stringify(principal) : null, from]);
}

export async function findRunsToCopy(tx: TenantSql, threadId: string): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    "select id from signalbox.runs where tenant = $tenant and thread_id = $1 order by created_at",
    [threadId],
  );
  return rows.map(({ id }) => id);
}
