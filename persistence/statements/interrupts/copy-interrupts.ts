/**
 * Gives a copied thread its questions. Those that are open are open on the copy too, with their deadlines and without the answers so far: nobody has
 * answered there. Those that are closed keep their answers, so that whoever decided before is still excluded where a question says so.
 */
import type { TenantSql } from "../../tenancy/tenant-sql.ts";

interface ThreadCopied {
  readonly from: string;
  readonly to: string;
  /** Of its runs: an old and a new id each. */
  readonly runs: readonly { readonly from: string; readonly to: string }[];
}

const text = `
with ids as (select * from unnest($3::text[], $4::text[]) ids (old, new)),
original as (select i.*, $2 || ':' || coalesce(i.asked_id, i.id) as copied from signalbox.interrupts i where i.tenant = $tenant and i.thread_id = $1),
copied as (
  insert into signalbox.interrupts (id, asked_id, tenant, thread_id, run_id, task, node, payload, status, decision, answer, decided_by, decided_via, decided_at,
    resume_run, opened_at, due_at, question_hash, shown_hash, bound_hash, assignee, asked_by, response_schema, sleeps)
  select o.copied, coalesce(o.asked_id, o.id), o.tenant, $2, coalesce(asking.new, o.run_id), o.task, o.node, o.payload, o.status, o.decision, o.answer,
    o.decided_by, o.decided_via, o.decided_at, coalesce(resuming.new, o.resume_run), o.opened_at, o.due_at, o.question_hash, o.shown_hash, o.bound_hash,
    o.assignee, o.asked_by, o.response_schema, o.sleeps
  from original o left join ids asking on asking.old = o.run_id left join ids resuming on resuming.old = o.resume_run
  returning status, due_at
),
answered as (
  insert into signalbox.answers (interrupt_id, tenant, by, roles, decision, answer, reason, via, at)
  select o.copied, a.tenant, a.by, a.roles, a.decision, a.answer, a.reason, a.via, a.at
  from original o join signalbox.answers a on a.interrupt_id = o.id where o.status <> 'pending'
),
noticed as (
  insert into signalbox.notices (interrupt_id, tenant, place, kind, role, due_at, fired_at, told_at, attempts, every_ms, told)
  select o.copied, n.tenant, n.place, n.kind, n.role, n.due_at, n.fired_at, n.told_at, n.attempts, n.every_ms, n.told
  from original o join signalbox.notices n on n.interrupt_id = o.id where o.status = 'pending'
  returning told_at
)
select exists (select 1 from copied where status = 'pending' and due_at is not null) or exists (select 1 from noticed where told_at is null) as is_due`;

/** Whether something falls due on the copy by itself. */
export async function copyInterrupts(tx: TenantSql, { from, to, runs }: ThreadCopied): Promise<boolean> {
  const [row] = await tx.query<{ is_due: boolean }>(text, [from, to, runs.map((run) => run.from), runs.map((run) => run.to)]);
  return row?.is_due ?? false;
}
