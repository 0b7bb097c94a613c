/** The run whose work a run continues after child threads: the first one, if those between have waited as well. */
import type { TenantSql } from "../../tenancy/tenant-sql.ts";

export async function findFirstLeg(sql: TenantSql, runId: string): Promise<string | undefined> {
  const [row] = await sql.query<{ run: string }>(
    `with recursive legs as (
       select stopped_run as run, 1 as back from signalbox.fan_outs where resume_run = $1 and tenant = $tenant
       union
       select f.stopped_run, back + 1 from signalbox.fan_outs f join legs on f.resume_run = legs.run where f.tenant = $tenant
     )
     select run from legs order by back desc limit 1`,
    [runId],
  );
  return row?.run;
}
