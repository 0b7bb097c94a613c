/** Says whose a thread is and how urgent, where a request says it. A thread stays with its first tenant. */
import type { Sql } from "../../../language/registry/context.ts";

export interface QueuePlace {
  readonly tenant?: string | undefined;
  readonly priority?: number | undefined;
}

export async function placeThread(tx: Sql, threadId: string, { tenant, priority }: QueuePlace): Promise<void> {
  if (tenant === undefined && priority === undefined) return;
  await tx.query("update threads set tenant = coalesce(tenant, $2), priority = coalesce($3, priority) where id = $1", [
    threadId,
    tenant ?? null,
    priority ?? null,
  ]);
}
