/** SQL: when the turn under way of a thread began; null: it has run on from an older checkpoint, so that any of its turns may be part of it. */

/** `thread` is an SQL expression. A message that answers `wait`, a run without input and a run from a checkpoint continue a turn. */
export const turnBegin = (thread: string): string => `(
  select case when not exists (
    select 1 from signalbox.runs forked where forked.thread_id = ${thread} and forked.started_at >= fresh.started_at
      and ${isForked("forked")}
  ) then fresh.started_at end
  from signalbox.runs fresh
  where fresh.thread_id = ${thread} and fresh.kind = 'input' and fresh.started_at is not null
    and fresh.payload ->> 'input' is not null and not ${isForked("fresh")}
    and (select before.path -> -1 ->> 'target' from signalbox.runs before
         where before.thread_id = ${thread} and before.started_at < fresh.started_at order by before.started_at desc limit 1)
      is distinct from 'wait'
  order by fresh.started_at desc limit 1
)`;

const isForked = (run: string): string => `(${run}.kind = 'input' and ${run}.kwargs #>> '{config,configurable,checkpoint_id}' is not null)`;
