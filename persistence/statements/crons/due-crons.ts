/** Crons that are due, by the database's clock, and the claim of a due time: it moves the cron on, for one process alone. */
import type { Sql } from "../../../language/registry/context.ts";
import type { TenantSql } from "../../tenancy/tenant-sql.ts";
import { hasFailed, mayBeTried } from "../set-aside.ts";
import type { CronFailure, CronRow } from "./rows.ts";

export interface DueCron extends CronRow {
  readonly next_run_at: Date;
  /** The database's clock. */
  readonly now: Date;
}

/** Of all tenants. */
export function findDueCrons(sql: Sql): Promise<DueCron[]> {
  return sql.query<DueCron>(
    `select c.*, clock_timestamp() as now from signalbox.crons c where c.next_run_at <= clock_timestamp() and ${mayBeTried("cron", "c.id")}
     order by ${hasFailed("cron", "c.id")}, c.next_run_at limit 50`,
  );
}

/** When the database says that it is. */
export async function clockOf(sql: Sql): Promise<Date> {
  const [row] = await sql.query<{ now: Date }>("select clock_timestamp() as now");
  if (!row) throw new Error("The database did not say the time.");
  return row.now;
}

/** False: another process has claimed it, or somebody has changed the cron. */
export async function claimDueTime(tx: TenantSql, { id, next_run_at: due }: DueCron, next: Date | null): Promise<boolean> {
  const rows = await tx.query(
    `update signalbox.crons set next_run_at = $3, last_due_at = next_run_at
     where tenant = $tenant and id = $1 and next_run_at = $2 and next_run_at <= clock_timestamp() returning 1`,
    [id, due, next],
  );
  return rows.length === 1;
}

/** What came of its last due time: a run, or the reason why there is none. */
export async function recordFiring(
  tx: TenantSql,
  id: string,
  { runId = null, failure = null }: { readonly runId?: string | null; readonly failure?: CronFailure | null },
): Promise<void> {
  await tx.query(
    `update signalbox.crons set last_run_id = coalesce($2, last_run_id), last_error = $3::json where tenant = $tenant and id = $1`,
    [id, runId, failure && JSON.stringify(failure)],
  );
}
