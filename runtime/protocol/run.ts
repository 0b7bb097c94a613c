/** A run as the API shows it. */
import type { RunRow, RunStatus } from "../../persistence/statements/runs/rows.ts";

export interface Run {
  readonly run_id: string;
  readonly thread_id: string;
  readonly assistant_id: string;
  readonly status: RunStatus;
  readonly metadata: Record<string, unknown>;
  readonly kwargs: Record<string, unknown>;
  readonly multitask_strategy: string;
  /** Only of a run that was cancelled: `requested`, `taken`, `disconnected` or `multitask`, a colon, and the details. */
  readonly cancel_reason?: string;
  /** Why it is not begun: no worker is running, or none that is has its code. */
  readonly waits_because?: string;
  readonly created_at: string;
  readonly updated_at: string;
}

export function runOf(row: RunRow): Run {
  const { input, command, resume } = row.payload;
  return {
    run_id: row.id,
    thread_id: row.thread_id,
    assistant_id: row.assistant_id,
    status: row.status,
    metadata: row.metadata,
    kwargs: { ...row.kwargs, ...(resume ? { command: { resume } } : { input: input ?? null, ...(command !== undefined && { command }) }) },
    multitask_strategy: row.multitask_strategy,
    ...(row.cancel_reason !== null && { cancel_reason: row.cancel_reason }),
    ...(row.waits_because && { waits_because: row.waits_because }),
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
  };
}
