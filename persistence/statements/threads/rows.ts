/** The rows of the table of threads, as statements return them. */
import type { Path } from "../../../language/terms/step.ts";
import type { RunConfig } from "../runs/rows.ts";

export type ThreadStatus = "idle" | "busy" | "interrupted" | "error";

/** A thread without its open questions. */
export interface ThreadHead {
  readonly id: string;
  readonly graph_id: string | null;
  readonly assistant_id: string | null;
  readonly definition_hash: string | null;
  readonly status: ThreadStatus;
  readonly metadata: Record<string, unknown>;
  readonly config: RunConfig;
  readonly last_values: Record<string, unknown> | null;
  readonly last_path: Path | null;
  readonly temporary: boolean;
  readonly tenant: string;
  readonly priority: number;
  readonly ttl_minutes: number | null;
  readonly created_at: Date;
  readonly updated_at: Date;
  /** Another one after every change of the row, where it was asked for. */
  readonly version?: string;
}

export interface ThreadRow extends ThreadHead {
  /** Open questions by LangGraph's task id. */
  readonly interrupts: Record<string, { id: string; value: unknown; response_schema?: unknown }[]>;
  /** When its next sleep is over; null while nothing sleeps. */
  readonly sleeps_until: Date | null;
}

/** Where a thread's runs stand in the queue. */
export interface QueuePosition {
  /** Its runs count against this tenant's limit. */
  readonly tenant: string;
  /** The most urgent runs begin first. */
  readonly priority: number;
}

/** The columns of a ThreadRow; the table must be named `t`. */
export const threadColumns = `t.*, coalesce((
  select json_object_agg(open.task, open.items)
  from (
    select i.task, json_agg(case when i.response_schema is null then json_build_object('id', coalesce(i.asked_id, i.id), 'value', i.payload)
      else json_build_object('id', coalesce(i.asked_id, i.id), 'value', i.payload, 'response_schema', i.response_schema) end order by i.opened_at, i.id) as items
    from signalbox.interrupts i where i.thread_id = t.id and i.status = 'pending' and not i.sleeps group by i.task
  ) open
), '{}') as interrupts, case when t.status in ('busy', 'interrupted') then (
  select min(i.due_at) from signalbox.interrupts i where i.thread_id = t.id and i.status = 'pending' and i.sleeps
) end as sleeps_until`;

/** A thread that a look-out has found among those of all tenants. */
export interface OwnedThread {
  readonly id: string;
  readonly tenant: string;
}
