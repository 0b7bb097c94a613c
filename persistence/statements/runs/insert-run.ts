/** A new run, waiting for a worker or for its turn, and its thread as it is from here on. */
import type { TenantSql } from "../../tenancy/tenant-sql.ts";
import type { QueuePosition } from "../threads/rows.ts";
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

const text = `
with run as (
  insert into signalbox.runs (id, thread_id, graph_id, assistant_id, kind, payload, kwargs, metadata, multitask_strategy, job, requested_by, not_before, tenant, principal, decider)
  values ($1, $2, $3, $4, $5, $6::json, $7::json, $8::jsonb, $9, $10, $11, clock_timestamp() + $12 * interval '1 second', $tenant, $19::json, $20::json) returning *
), thread as (
  update signalbox.threads set priority = $13,
    status = case when $14 then 'busy' else status end,
    updated_at = case when $14 then clock_timestamp() else updated_at end,
    graph_id = case when $15 then $3 else graph_id end,
    assistant_id = case when $15 then $4 else assistant_id end,
    definition_hash = case when $15 then $16 else definition_hash end,
    metadata = metadata || $17::jsonb, config = config || $18::jsonb
  where id = $2 and tenant = $tenant
)
select * from run`;

export async function insertRun(tx: TenantSql, run: NewRun): Promise<RunRow> {
  const { position, isNext, turn } = run;
  const [row] = await tx.query<RunRow>(text, [
    ...[run.id, run.threadId, run.graphId, run.assistantId, run.kind, JSON.stringify(run.payload), JSON.stringify(run.kwargs)],
    ...[JSON.stringify(run.metadata), run.multitaskStrategy, run.job, run.requestedBy ?? null, run.afterSeconds ?? null],
    ...[position.priority, isNext, turn !== undefined, turn?.definitionHash ?? null],
    ...[JSON.stringify(turn?.metadata ?? {}), JSON.stringify(turn?.config ?? {})],
    ...[run.principal, run.decider].map((principal) => (principal ? JSON.stringify(principal) : null)),
  ]);
  if (!row) throw new Error(`Run ${run.id} of thread ${run.threadId} was not inserted.`);
  return row;
}
