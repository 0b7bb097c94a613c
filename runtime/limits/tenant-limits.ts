/** What one tenant may have in the database, over all processes. Running runs, answers, signals and deletions are never refused. */
import { SignalboxError } from "../../language/issues/errors.ts";
import { byteText } from "../../language/terms/byte-size.ts";
import { lockTenantQueue, tenantUse } from "../../persistence/statements/limits/tenant-use.ts";
import type { TenantSql, TenantTx } from "../../persistence/tenancy/tenant-sql.ts";

export interface TenantLimits {
  /** Runs that have not begun: queued, held behind another run, or not due yet. Default: no limit. */
  readonly queuedRuns?: number | undefined;
  /** Bytes of checkpoints and stored values, as they were measured last. Default: no limit. Set it in every process. */
  readonly storedBytes?: number | undefined;
}

interface Limited {
  readonly limits: TenantLimits;
}

const QUEUE_RETRY_SECONDS = 5;

/** Before a new turn or a retry is put on a thread, which is locked by now. @throws QUEUE_FULL, STORAGE_FULL */
export async function refuseRunOverLimits(tx: TenantTx, { limits }: Limited): Promise<void> {
  const { queuedRuns, storedBytes } = limits;
  if (queuedRuns === undefined && storedBytes === undefined) return;
  if (queuedRuns !== undefined) await lockTenantQueue(tx);
  const { waiting, bytes } = await tenantUse(tx, queuedRuns ?? 0);
  if (queuedRuns !== undefined && waiting >= queuedRuns)
    throw new SignalboxError(
      "QUEUE_FULL",
      `Tenant ${tx.tenant} has ${queuedRuns} runs waiting, as many as it may: try again when some have begun`,
      { retryAfter: QUEUE_RETRY_SECONDS },
    );
  refuseBytes(tx, bytes, storedBytes);
}

/** Before anything else is stored. @throws STORAGE_FULL */
export async function refuseWhenFull(sql: TenantSql, { limits: { storedBytes } }: Limited): Promise<void> {
  if (storedBytes !== undefined) refuseBytes(sql, (await tenantUse(sql, 0)).bytes, storedBytes);
}

function refuseBytes({ tenant }: TenantSql, bytes: number, most: number | undefined): void {
  if (most === undefined || bytes < most) return;
  const reason = `tenant ${tenant} stores ${byteText(bytes)} of ${byteText(most)}`;
  throw new SignalboxError("STORAGE_FULL", `The storage is full: ${reason}`, { reason });
}
