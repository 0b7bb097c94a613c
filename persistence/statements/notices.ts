/** Reminders and assignments of questions: opened with their question, claimed by one process when they are due, marked once delivered. */
import type { Sql } from "../../language/registry/context.ts";
import type { DueTime, OpenInterrupt } from "./interrupts/open-interrupt.ts";

export interface NewNotice {
  /** Its index among the question's deadlines. */
  readonly deadlineIndex: number;
  readonly kind: "remind" | "assign";
  readonly role: string;
  /** Counted from the question's opening. */
  readonly due: DueTime;
  /** It repeats: so long after its last time. */
  readonly everyMs?: number;
}

/** Of a question that was just opened. Those that it has already stay. */
export async function openNotices(
  tx: Sql,
  { id, threadId }: Pick<OpenInterrupt, "id" | "threadId">,
  notices: readonly NewNotice[],
): Promise<void> {
  if (notices.length === 0) return;
  await tx.query(
    `insert into signalbox.notices (tenant, interrupt_id, place, kind, role, due_at, every_ms)
     select i.tenant, i.id, n.place, n.kind, n.role, coalesce(n.at, i.opened_at + n.after_ms * interval '1 millisecond'), n.every_ms
     from signalbox.interrupts i, unnest($2::int[], $3::text[], $4::text[], $5::float8[], $7::timestamptz[], $8::float8[]) as n(place, kind, role, after_ms, at, every_ms)
     where i.thread_id = $6 and coalesce(i.asked_id, i.id) = $1 on conflict do nothing`,
    [
      id,
      notices.map(({ deadlineIndex }) => deadlineIndex),
      notices.map(({ kind }) => kind),
      notices.map(({ role }) => role),
      notices.map(({ due }) => ("afterMs" in due ? due.afterMs : null)),
      threadId,
      notices.map(({ due }) => ("at" in due ? due.at : null)),
      notices.map(({ everyMs = null }) => everyMs),
    ],
  );
}

export interface NoticeRow {
  readonly tenant: string;
  readonly interrupt_id: string;
  readonly deadline_index: number;
  readonly kind: "remind" | "assign";
  readonly role: string;
  readonly due_at: Date;
  readonly attempts: number;
  readonly every_ms: number | null;
  /** How often it was delivered: of one that repeats. */
  readonly told: number;
}

/** How often a notice is delivered again when that fails. */
export interface NoticeRetries {
  readonly maxAttempts: number;
  readonly againAfterMs: number;
}

/** One that repeats and is due when the question expires, or later, is not delivered. The notice is named `n`, its question `i`. */
export const isInTime = "(n.every_ms is null or i.due_at is null or n.due_at < i.due_at)";

/** When one that repeats is tried again although it has failed too often: the next time that it is due. */
export const triesAgainAt = "(n.fired_at + n.every_ms * interval '1 millisecond')";

/** One that was claimed and never marked as delivered, because its process died or the receiver failed, is claimed again after a while. */
const claim = `
with due as (
  select n.interrupt_id, n.place from signalbox.notices n join signalbox.interrupts i on i.id = n.interrupt_id
  where n.told_at is null and n.due_at <= clock_timestamp() and i.status = 'pending' and ${isInTime} and (n.attempts < $1 or ${triesAgainAt} <= clock_timestamp())
    and (n.fired_at is null or n.fired_at < clock_timestamp() - $2 * interval '1 millisecond')
  order by n.attempts, n.due_at, n.place limit $3 for update of n skip locked
), claimed as (
  update signalbox.notices n set fired_at = clock_timestamp(), attempts = attempts + 1 from due
  where n.interrupt_id = due.interrupt_id and n.place = due.place returning n.*
), assigned as (
  update signalbox.interrupts i set assignee = claimed.role from claimed
  where i.id = claimed.interrupt_id and claimed.kind = 'assign' and claimed.attempts = 1
    and not exists (select 1 from claimed later where later.interrupt_id = i.id and later.kind = 'assign' and later.attempts = 1 and later.place > claimed.place)
)
select tenant, interrupt_id, place as deadline_index, kind, role, due_at, attempts, every_ms, told from claimed order by due_at, place`;

/** At most `count` of those that are due, for this process to deliver; an assignment changes the question's assignee at once. */
export function claimNotices(sql: Sql, { maxAttempts, againAfterMs }: NoticeRetries, count: number): Promise<NoticeRow[]> {
  return sql.query<NoticeRow>(claim, [maxAttempts, againAfterMs, count]);
}

/** One that repeats is due again: so long after its time as it says, so that it never drifts. Of those that were missed meanwhile none is delivered later. */
export async function markDelivered(sql: Sql, { interrupt_id, deadline_index }: NoticeRow): Promise<void> {
  await sql.query(
    `update signalbox.notices set told = told + 1, told_at = case when every_ms is null then clock_timestamp() end,
       attempts = case when every_ms is null then attempts else 0 end, fired_at = case when every_ms is null then fired_at end,
       due_at = case when every_ms is null then due_at else due_at + every_ms * interval '1 millisecond'
         * (floor(extract(epoch from clock_timestamp() - due_at) * 1000 / every_ms) + 1) end
     where interrupt_id = $1 and place = $2`,
    [interrupt_id, deadline_index],
  );
}
