/** Records how a run ended, in the transaction that has released its lease. */
import type { Sql } from "../../../language/registry/context.ts";
import type { RunFailure, RunStatus } from "./rows.ts";

export interface RunEnd {
  readonly runId: string;
  readonly status: RunStatus;
  readonly error: RunFailure | null;
  readonly path: readonly unknown[] | null;
}

export async function finishRun(tx: Sql, { runId, status, error, path }: RunEnd): Promise<void> {
  await tx.query(
    "update signalbox.runs set status = $2, error = $3::json, path = $4::json, ended_at = clock_timestamp(), updated_at = clock_timestamp() where id = $1 and status = 'running'",
    [runId, status, error && JSON.stringify(error), path && JSON.stringify(path)],
  );
}
