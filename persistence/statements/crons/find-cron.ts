/** One cron, held until the transaction ends, and one that is deleted. */
import type { TenantSql } from "../../tenancy/tenant-sql.ts";
import type { CronRow } from "./rows.ts";

export async function lockCron(tx: TenantSql, id: string): Promise<CronRow | undefined> {
  const [row] = await tx.query<CronRow>("select * from signalbox.crons where tenant = $tenant and id = $1 for update", [id]);
  return row;
}

/** False: there is none. */
export async function deleteCron(sql: TenantSql, id: string): Promise<boolean> {
  const rows = await sql.query("delete from signalbox.crons where tenant = $tenant and id = $1 returning 1", [id]);
  return rows.length === 1;
}
