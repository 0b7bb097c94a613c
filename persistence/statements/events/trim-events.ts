/** Removes the oldest events of a run that has emitted more than is kept of one, up to a row that can be read without those before it. */
import type { Sql } from "../../../language/registry/context.ts";

/** Resolves to the id of the oldest event that is left, if any were removed. */
export async function trimEvents(
  sql: Sql,
  { threadId, runId, keepLength }: { readonly threadId: string; readonly runId: string; readonly keepLength: number },
): Promise<number | undefined> {
  const [row] = await sql.query<{ events_from: string }>(
    `with sized as (
       select first, last, open_from, sum(octet_length(body)) over (order by last desc) as size from signalbox.run_events where thread_id = $1 and run_id = $2
     ), cut as (
       select coalesce(min(first) filter (where open_from >= first), max(first)) as first from sized
       where size <= $3 and exists (select 1 from sized where size > $3)
     ), gone as (
       delete from signalbox.run_events e using cut where e.thread_id = $1 and e.run_id = $2 and e.last < cut.first returning 1
     )
     update signalbox.runs set events_from = cut.first from cut where thread_id = $1 and id = $2 and exists (select 1 from gone) returning events_from`,
    [threadId, runId, keepLength],
  );
  return row && Number(row.events_from);
}
