/** Cancels several runs: those of a thread by their ids, or all that wait or are under way. */

import type { MetadataFilter } from "../../persistence/statements/metadata-filter.ts";
import { findRunsToCancel } from "../../persistence/statements/runs/cancelling/find-runs-to-cancel.ts";
import type { Acting } from "../identity/acting.ts";
import { runNotFound } from "../protocol/refusals.ts";
import { cancelRun } from "./cancel-run.ts";

export interface ManyRuns {
  /** Undefined: of all threads. */
  readonly threadId?: string | undefined;
  readonly runIds?: readonly string[] | undefined;
  /** Instead of ids. */
  readonly status?: "pending" | "running" | "all" | undefined;
  /** Their checkpoints are deleted too. */
  readonly rollback?: boolean | undefined;
  /** What the metadata of their threads must be. */
  readonly seen?: MetadataFilter | undefined;
}

/**
 * One that cannot be cancelled keeps none of the others from it: its refusal is thrown once all were tried.
 *
 * @throws RUN_NOT_FOUND, before anything is cancelled, if one of the ids does not exist.
 */
export async function cancelRuns(services: Acting, { threadId, runIds, status = "all", seen, rollback }: ManyRuns): Promise<void> {
  const statuses = status === "all" ? ["pending", "running"] : [status];
  const found = await findRunsToCancel(services.database.sql, { threadId, runIds, statuses, seen });
  const missing = runIds?.find((id) => !found.some((run) => run.id === id));
  if (missing !== undefined) throw runNotFound(missing);
  const refusals: unknown[] = [];
  for (const run of found) await cancelRun(services, run, { rollback }).catch((error: unknown) => refusals.push(error));
  if (refusals.length > 0) throw refusals[0];
}
