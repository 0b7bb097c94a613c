/** Deletes what runs emitted that ended some time ago: an index on the runs that still have events finds them. */
import type { Sql } from "../../../language/registry/context.ts";

/** At most so many runs at once. */
const RUNS = 500;

/** Of a run that was started as resumable they are kept longer. Resolves to whether there may be more. */
export async function sweepEvents(sql: Sql, { keepMs, keepResumableMs }: { keepMs: number; keepResumableMs: number }): Promise<boolean> {
  const [row] = await sql.query<{ count: string }>(
    `with over as (
       select id, thread_id from signalbox.runs where has_events and ended_at < clock_timestamp() - interval '1 millisecond' *
         case when (kwargs ->> 'stream_resumable')::boolean is true then $2::double precision else $1::double precision end
       order by ended_at limit ${RUNS}
     ), events as (
       delete from signalbox.run_events e using over where e.thread_id = over.thread_id and e.run_id = over.id
     ), runs as (
       update signalbox.runs r set has_events = false from over where r.id = over.id returning 1
     )
     select count(*) from runs`,
    [keepMs, keepResumableMs],
  );
  return Number(row?.count) === RUNS;
}
