/** Leases that a worker holds for runs it is not executing. */
import type { Sql } from "../../../language/registry/context.ts";
import type { HeldLease } from "./find-dead-leases.ts";

export async function findLeftLeases(sql: Sql, worker: string, executing: readonly string[]): Promise<HeldLease[]> {
  return sql.query<HeldLease>(
    "select thread, epoch, worker, run, job from leases where worker = $1 and run is not null and not run = any($2::text[])",
    [worker, executing],
  );
}
