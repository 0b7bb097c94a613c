/** What happens to the leases of a worker whose event loop is blocked: its other runs are offered to living workers, and the one that blocks it is charged. */
import type { Sql } from "../../../language/registry/context.ts";

/** No worker has this name: to all others the lease's owner is dead. Its epoch stays, so the owner may write until it is taken. */
const OFFERED = ":blocked";

export const isOffered = (worker: string): boolean => worker.endsWith(OFFERED);

/** All runs but the one that blocks it. Nothing is offered when nobody else is there to take it. */
export async function offerOthers(
  sql: Sql,
  worker: string,
  { blocking, deadAfterMs }: { blocking: string; deadAfterMs: number },
): Promise<void> {
  await sql.query(
    `update signalbox.leases set worker = worker || '${OFFERED}' where worker = $1 and run is not null and run <> $2
     and exists (select 1 from signalbox.workers w where w.id <> $1 and w.seen > clock_timestamp() - $3 * interval '1 millisecond')`,
    [worker, blocking, deadAfterMs],
  );
}

/** The event loop runs again: what nobody has taken stays. */
export async function takeBack(sql: Sql, worker: string): Promise<void> {
  await sql.query(`update signalbox.leases set worker = $1 where worker = $1::text || '${OFFERED}'`, [worker]);
}

/** Before its process is ended: to those who see the death, only this run can be the cause. */
export async function accuse(sql: Sql, worker: string, run: string): Promise<void> {
  await sql.query(
    `with others as (
       update signalbox.suspects set on_probation = false where run <> $2 and run in (select l.run from signalbox.leases l where l.worker = $1)
     )
     insert into signalbox.suspects (run, deaths, head, on_probation)
     select l.run, 0, (select s.head from signalbox.suspects s where s.run = l.run), true from signalbox.leases l where l.worker = $1 and l.run = $2
     on conflict (run) do update set on_probation = true`,
    [worker, run],
  );
}
