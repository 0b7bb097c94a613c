/** Begins a run in the process that was asked for it, in one statement: inserts it as running and acquires its thread's lease, without a job in the queue. */
import { headOf } from "../../../checkpointer/checkpoint-order.ts";
import type { RunStatement } from "../../../checkpointer/checkpoint-statements.ts";
import { BEGUN_HERE } from "../../begun-here.ts";
import type { NewRun, NewTurn } from "../insert-run.ts";
import type { RunRow } from "../rows.ts";
import { type LeaseHere, leaseHere, nothingWaits } from "./lease-here.ts";

export interface RunToBegin extends Omit<NewRun, "job" | "position" | "isNext" | "afterSeconds" | "decider"> {
  readonly tenant: string;
  readonly worker: string;
  /** The thread's row as it was read: the run was made from it. */
  readonly threadVersion: string;
  readonly turn: NewTurn;
}

export interface RunBegunHere extends LeaseHere {
  readonly run: RunRow;
}

/**
 * No row: the thread is not as it was read, not idle or in somebody's hands, or a run waits in the queue, which comes first. The version says
 * that the row is as fresh as its lock, and what puts anything on a thread changes its row. Nothing here waits for a lock, so it is in no deadlock.
 */
const text = `
with free as (
  select t.id, ${headOf("t.id")} as head from signalbox.threads t
  where t.id = $2 and t.tenant = $3 and t.xmin::text = $4 and t.status = 'idle' and signalbox.by_key(t.id)
    and ${nothingWaits}
  for update of t skip locked
), ${leaseHere("$5")}, begun as (
  insert into signalbox.runs (id, thread_id, tenant, graph_id, assistant_id, kind, payload, kwargs, metadata, multitask_strategy, job, requested_by, principal,
    status, starts, attempts, has_events, started_at, base)
  select $1, free.id, $3, $6, $7, $8, $9::json, $10::json, $11::jsonb, $12, '${BEGUN_HERE}', $13, $14::json, 'running', 1, 1, true, clock_timestamp(), free.head from free, lease
  returning *
), busy as (
  update signalbox.threads set status = 'busy', updated_at = clock_timestamp(), graph_id = $6, assistant_id = $7, definition_hash = $15,
    metadata = metadata || $16::jsonb, config = config || $17::jsonb
  where id = $2 and tenant = $3 and signalbox.by_key(id) and exists (select 1 from begun)
)
select begun.*, (select epoch from lease) as __epoch, (select head from free) as __head from begun`;

export async function beginRunHere(statement: RunStatement, run: RunToBegin): Promise<RunBegunHere | undefined> {
  const { turn } = run;
  const values = [
    ...[run.id, run.threadId, run.tenant, run.threadVersion, run.worker, run.graphId, run.assistantId, run.kind],
    ...[
      JSON.stringify(run.payload),
      JSON.stringify(run.kwargs),
      JSON.stringify(run.metadata),
      run.multitaskStrategy,
      run.requestedBy ?? null,
    ],
    ...[
      run.principal ? JSON.stringify(run.principal) : null,
      turn.definitionHash,
      JSON.stringify(turn.metadata),
      JSON.stringify(turn.config),
    ],
  ];
  const [row] = await statement<RunRow & { __epoch: string; __head: string | null }>({ name: "signalbox-begin-here", text, values });
  if (!row) return undefined;
  const { __epoch: epoch, __head: head, ...begun } = row;
  return { run: begun, epoch, head };
}
