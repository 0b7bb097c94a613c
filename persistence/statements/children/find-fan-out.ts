/** What a run stopped to wait for: the run that carried on after its child threads, or null while they have not ended. */
import type { TenantSql } from "../../tenancy/tenant-sql.ts";

export interface FanOut {
  readonly resume_run: string | null;
}

export async function findFanOut(sql: TenantSql, runId: string): Promise<FanOut | undefined> {
  const [row] = await sql.query<FanOut>(
    "select resume_run from signalbox.fan_outs where stopped_run = $1 and tenant = $tenant and resume_run is distinct from 'given up' limit 1",
    [runId],
  );
  return row;
}
