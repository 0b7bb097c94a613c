/** The question of a thread that was decided last. */
import type { TenantSql } from "../../tenancy/tenant-sql.ts";
import { interruptColumns } from "../interrupt-columns.ts";
import type { InterruptRow } from "./rows.ts";

export async function findLastDecidedInterrupt(sql: TenantSql, threadId: string): Promise<InterruptRow | undefined> {
  const [row] = await sql.query<InterruptRow>(
    `select ${interruptColumns} from signalbox.interrupts i where thread_id = $1 and tenant = $tenant and not i.sleeps and status in ('decided', 'expired') order by decided_at desc limit 1`,
    [threadId],
  );
  return row;
}
