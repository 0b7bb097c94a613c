/** Whether a caller's runs may begin without a job: where a tenant has limits, its runs are counted in the queue. */
import { DEFAULT_TENANT } from "../../persistence/tenancy/tenant-tables.ts";
import type { Acting } from "../identity/acting.ts";

export function mayPassQueue({ timing, limits, database }: Acting): boolean {
  const isCapped = timing.tenantRuns !== undefined && database.sql.tenant !== DEFAULT_TENANT;
  return !isCapped && limits.queuedRuns === undefined && limits.storedBytes === undefined;
}
