/** Claims the wait for a visit's child threads, once: when all have ended and the parent has stopped. Hold the parent's row before. */
import type { TenantSql } from "../../tenancy/tenant-sql.ts";

export async function claimFanOut(
  tx: TenantSql,
  { parentId, task, resumeRun }: { parentId: string; task: string; resumeRun: string },
): Promise<string | undefined> {
  const [row] = await tx.query<{ interrupt_id: string }>(
    `update signalbox.fan_outs f set resume_run = $3 where parent_id = $1 and tenant = $tenant and task = $2 and resume_run is null and interrupt_id is not null
       and not exists (select 1 from signalbox.children c where c.parent_id = $1 and c.task = $2 and c.status <> 'ended')
     returning interrupt_id`,
    [parentId, task, resumeRun],
  );
  return row?.interrupt_id;
}
