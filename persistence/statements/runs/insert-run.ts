/** A new run, waiting for a worker. */
import type { Sql } from "../../../language/registry/context.ts";
import type { RunRow } from "./find-run.ts";

export interface NewRun {
  readonly id: string;
  readonly threadId: string;
  readonly graphId: string;
  readonly assistantId: string;
  readonly kind: "input" | "resume" | "signal" | "retry";
  readonly payload: unknown;
  readonly kwargs: unknown;
  readonly metadata: unknown;
  readonly multitaskStrategy: string;
  readonly requestedBy?: string | undefined;
  /** The queue's job; null: held until its turn comes. */
  readonly job: string | null;
  /** Not before so many seconds from now. */
  readonly afterSeconds?: number | undefined;
}

export async function insertRun(tx: Sql, run: NewRun): Promise<RunRow> {
  const [row] = await tx.query<RunRow>(
    `insert into runs (id, thread_id, graph_id, assistant_id, kind, payload, kwargs, metadata, multitask_strategy, job, requested_by, not_before)
     values ($1, $2, $3, $4, $5, $6::json, $7::json, $8::jsonb, $9, $10, $11, clock_timestamp() + $12 * interval '1 second') returning *`,
    [
      run.id,
      run.threadId,
      run.graphId,
      run.assistantId,
      run.kind,
      JSON.stringify(run.payload),
      JSON.stringify(run.kwargs),
      JSON.stringify(run.metadata),
      run.multitaskStrategy,
      run.job,
      run.requestedBy ?? null,
      run.afterSeconds ?? null,
    ],
  );
  return row as RunRow;
}
