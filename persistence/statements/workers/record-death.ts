/** Records once that a worker died, for each run that it was executing: a run that was alone is charged with its start, one that was the only one on probation is accused. The others are then no suspects. */
import type { Sql } from "../../../language/registry/context.ts";
import { headOf } from "../../checkpointer/checkpoint-order.ts";

/** A run alone with its worker, or the only one on probation there: that may be wrong, where an older suspect takes its time, so it costs no start. The tables are `hit`. */
const isCause = "(hit.company = 1 or hit.watched and hit.suspects = 1)";

const text = `
with died as (
  insert into signalbox.workers as w (id, seen, died_at) values ($1, clock_timestamp(), clock_timestamp())
  on conflict (id) do update set died_at = excluded.died_at where w.died_at is null returning 1
), hit as (
  select l.run, l.thread, ${headOf("l.thread")} as head, coalesce(s.on_probation, false) as watched,
    count(*) over () as company, count(*) filter (where s.on_probation) over () as suspects
  from signalbox.leases l join signalbox.runs r on r.id = l.run left join signalbox.suspects s on s.run = l.run
  where l.worker = $1 and exists (select 1 from died)
), known as (
  select coalesce(bool_or(${isCause}), false) as is_known from hit
), suspected as (
  insert into signalbox.suspects as s (run, accused, head) select hit.run, ${isCause}::int, hit.head from hit, known where ${isCause} or not is_known
  on conflict (run) do update set on_probation = false, head = excluded.head,
    deaths = case when s.head is not distinct from excluded.head then s.deaths + 1 else 1 end,
    accused = excluded.accused + case when s.head is not distinct from excluded.head then s.accused else 0 end
  returning run, deaths, accused
), pardoned as (
  update signalbox.runs r set starts = r.starts - 1 from hit where r.id = hit.run and r.status = 'running' and hit.company > 1
)
insert into signalbox.audit (thread_id, run_id, what, detail)
select hit.thread, hit.run, 'run.lost-its-worker', json_build_object('worker', $1::text, 'deaths', coalesce(suspected.deaths, 0), 'accused', coalesce(suspected.accused, 0))
from hit left join suspected using (run)`;

export async function recordDeath(sql: Sql, worker: string): Promise<void> {
  await sql.query(text, [worker]);
}

/** All that hold a lease for a run: on the embedded database, at its start, they have died. */
export async function findHolders(sql: Sql): Promise<string[]> {
  const rows = await sql.query<{ worker: string }>(
    "select distinct worker from signalbox.leases where worker is not null and run is not null",
  );
  return rows.map(({ worker }) => worker);
}
