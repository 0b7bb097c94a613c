/** How long until the next deadline, notice, delayed run, cron or webhook, by the database's clock; negative when it is over. Nothing when there is none. */
import type { Sql } from "../../../language/registry/context.ts";
import { isInTime, triesAgainAt } from "../notices.ts";
import { hasFailed } from "../set-aside.ts";
import { isFree } from "../threads/find-due-threads.ts";

/** A notice that was claimed and not delivered is due again `againAfterMs` after the claim; what failed, when it is tried again. */
export async function nextDeadline(
  sql: Sql,
  { maxAttempts, againAfterMs, webhooks = true }: { maxAttempts: number; againAfterMs: number; webhooks?: boolean },
): Promise<number | undefined> {
  const [row] = await sql.query<{ wait_ms: number | null }>(
    `select (extract(epoch from min(at) - clock_timestamp()) * 1000)::float8 as wait_ms from (
       (select i.due_at as at from signalbox.interrupts i where i.status = 'pending' and i.due_at is not null and not ${hasFailed("deadline", "i.id")}
        order by i.due_at limit 1)
       union all
       select min(greatest(i.due_at, s.again_at)) from signalbox.set_aside s join signalbox.interrupts i on i.id = s.id
       where s.look_out = 'deadline' and i.status = 'pending'
       union all
       select min(greatest(n.due_at, n.fired_at + $2 * interval '1 millisecond')) from signalbox.notices n join signalbox.interrupts i on i.id = n.interrupt_id
       where n.told_at is null and n.attempts < $1 and i.status = 'pending' and ${isInTime}
       union all
       select min(greatest(n.due_at, ${triesAgainAt})) from signalbox.notices n join signalbox.interrupts i on i.id = n.interrupt_id
       where n.told_at is null and n.attempts >= $1 and $1 > 0 and n.every_ms is not null and i.status = 'pending' and ${isInTime}
       union all
       select min(greatest(r.not_before, s.again_at)) from signalbox.runs r join signalbox.threads t on t.id = r.thread_id
       left join signalbox.set_aside s on s.look_out = 'delayed run' and s.id = t.id
       where r.status = 'pending' and r.job is null and r.not_before is not null and ${isFree}
       union all
       (select c.next_run_at from signalbox.crons c where c.next_run_at is not null and not ${hasFailed("cron", "c.id")} order by c.next_run_at limit 1)
       union all
       select min(greatest(c.next_run_at, s.again_at)) from signalbox.set_aside s join signalbox.crons c on c.id = s.id
       where s.look_out = 'cron' and c.next_run_at is not null
       union all
       select min(w.due_at) from signalbox.webhooks w where w.status = 'pending' and $3
     ) next`,
    [maxAttempts, againAfterMs, webhooks],
  );
  return row?.wait_ms ?? undefined;
}
