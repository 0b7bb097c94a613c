/** A worker's own row: by it the others see whether the worker is alive. */
import type { Sql } from "../../../language/registry/context.ts";
import { FORMATS } from "../../checkpointer/earlier-programs.ts";

/** Reports that the worker is alive, by the database's clock. Without waiting for the disk or a standby: it is worth nothing a second later. */
export async function beatWorker(sql: Sql, worker: string): Promise<void> {
  await sql.query(
    `with quickly as materialized (select set_config('synchronous_commit', 'off', true))
     insert into signalbox.workers (id, seen, formats) select $1, clock_timestamp(), $2 from quickly
     on conflict (id) do update set seen = excluded.seen, formats = excluded.formats, died_at = null`,
    [worker, FORMATS],
  );
}

/** The worker's event loop runs again. */
export async function clearBlocked(sql: Sql, worker: string): Promise<void> {
  await sql.query("update signalbox.workers set blocked_since = null where id = $1", [worker]);
}

/** Deletes a worker that has ended, and those that died long ago. */
export async function removeWorkers(sql: Sql, worker: string): Promise<void> {
  await sql.query("delete from signalbox.workers where id = $1 or seen < clock_timestamp() - interval '1 day'", [worker]);
}
