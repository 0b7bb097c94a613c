/** What happens to the leases of a worker whose event loop is blocked: its other runs are offered to living workers, and the one that blocks it is charged. */
import type { Sql } from "../../../language/registry/context.ts";
import type { Database } from "../../connection/database.ts";

/** No worker has this name: to all others the lease's owner is dead. Its epoch stays, so the owner may write until it is taken. */
const OFFERED = ":blocked";

export const isOffered = (worker: string): boolean => worker.endsWith(OFFERED);

/** How often a statement that waits for a lease is asked whom it waits for. */
const HELD_LOOK_MS = 250;

/** All runs but the one that blocks it. Nothing is offered when nobody else is there to take it. Takes two connections. */
export async function offerOthers(
  { sql, transaction }: Pick<Database, "sql" | "transaction">,
  worker: string,
  { blocking, deadAfterMs }: { blocking: string; deadAfterMs: number },
): Promise<void> {
  let waiting: number | undefined;
  const held = setInterval(() => void endHolders(sql, waiting).catch(() => {}), HELD_LOOK_MS);
  const offered = transaction(async (tx) => {
    const [own] = await tx.query<{ pid: number }>("select pg_backend_pid() as pid");
    waiting = own?.pid;
    await tx.query(
      `update signalbox.leases set worker = worker || '${OFFERED}' where worker = $1 and run is not null and run <> $2
       and exists (select 1 from signalbox.workers w where w.id <> $1 and w.seen > clock_timestamp() - $3 * interval '1 millisecond')`,
      [worker, blocking, deadAfterMs],
    );
  });
  await offered.finally(() => clearInterval(held));
}

/** A transaction that the blocked process had begun holds the lease of its run, and cannot go on: whoever waits for that lease would wait as long as the process is blocked. */
async function endHolders(sql: Sql, waiting = 0): Promise<void> {
  await sql.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where pid = any(pg_blocking_pids($1)) and state = 'idle in transaction' and state_change < clock_timestamp() - interval '1 second'`,
    [waiting],
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
