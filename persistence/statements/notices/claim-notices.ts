/** Takes the notices that are due, for one process to tell; an assignment changes the question's assignee at once. */
import type { Sql } from "../../../language/registry/context.ts";

export interface ClaimedNotice {
  readonly interrupt_id: string;
  readonly place: number;
  readonly kind: "remind" | "assign";
  readonly role: string;
  readonly due_at: Date;
  readonly attempts: number;
}

/** One that was taken but never told, because its process died or the receiver failed, is free again after a while. */
const text = `
with due as (
  select n.interrupt_id, n.place from notices n join interrupts i on i.id = n.interrupt_id
  where n.told_at is null and n.due_at <= clock_timestamp() and i.status = 'pending' and n.attempts < $1
    and (n.fired_at is null or n.fired_at < clock_timestamp() - $2 * interval '1 millisecond')
  order by n.due_at, n.place limit 100 for update of n skip locked
), claimed as (
  update notices n set fired_at = clock_timestamp(), attempts = attempts + 1 from due
  where n.interrupt_id = due.interrupt_id and n.place = due.place returning n.*
), assigned as (
  update interrupts i set assignee = claimed.role from claimed
  where i.id = claimed.interrupt_id and claimed.kind = 'assign' and claimed.attempts = 1
    and not exists (select 1 from claimed later where later.interrupt_id = i.id and later.kind = 'assign' and later.attempts = 1 and later.place > claimed.place)
)
select * from claimed order by due_at, place`;

export function claimNotices(
  sql: Sql,
  { maxAttempts, againAfterMs }: { maxAttempts: number; againAfterMs: number },
): Promise<ClaimedNotice[]> {
  return sql.query<ClaimedNotice>(text, [maxAttempts, againAfterMs]);
}
