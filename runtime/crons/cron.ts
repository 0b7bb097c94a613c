/** A cron as the API shows it. */
import type { CronFailure, CronRow } from "../../persistence/statements/crons/rows.ts";

export interface Cron {
  readonly cron_id: string;
  readonly assistant_id: string;
  /** Null: each run has a thread of its own. */
  readonly thread_id: string | null;
  readonly on_run_completed: "delete" | "keep";
  readonly schedule: string;
  /** Null: UTC. */
  readonly timezone: string | null;
  readonly end_time: string | null;
  readonly enabled: boolean;
  /** Null: never again, or it is not enabled. */
  readonly next_run_date: string | null;
  /** The request for each run. */
  readonly payload: Record<string, unknown>;
  readonly metadata: Record<string, unknown>;
  /** Who made it. */
  readonly user_id: string;
  /** The last time that was due, the last run that was started, and why the last due time started none. */
  readonly last_due_date: string | null;
  readonly last_run_id: string | null;
  readonly last_error: CronFailure | null;
  readonly created_at: string;
  readonly updated_at: string;
}

export function cronOf(row: CronRow): Cron {
  const { id, assistant_id, thread_id, schedule, timezone, enabled, payload, metadata, last_run_id, last_error } = row;
  return {
    ...{ cron_id: id, assistant_id, thread_id },
    on_run_completed: payload.on_completion === "keep" ? "keep" : "delete",
    ...{ schedule, timezone, enabled, payload, metadata, user_id: row.made_by.id, last_run_id, last_error },
    end_time: row.end_time?.toISOString() ?? null,
    next_run_date: row.next_run_at?.toISOString() ?? null,
    last_due_date: row.last_due_at?.toISOString() ?? null,
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
  };
}
