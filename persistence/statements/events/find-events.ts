/** What runs have emitted, in pages: of one run, or of threads in the order of their runs. */
import type { Sql } from "../../../language/registry/context.ts";
import { columns, type EventRow, PAGE_LENGTH, PAGE_ROWS } from "./rows.ts";

/** Only so many rows as fit into a page, at least one. */
const page = (rows: string, order: string): string => `
  select ${columns} from (
    select e.*, sum(length(e.body)) over (partition by e.thread_id order by ${order}) - length(e.body) as before from (${rows} limit ${PAGE_ROWS}) e
  ) e where e.before < ${PAGE_LENGTH} order by e.thread_id, ${order}`;

export interface AfterEvent {
  readonly threadId: string;
  readonly runId: string;
  /** An event's id. */
  readonly after: number;
}

export async function findRunEvents(sql: Sql, { threadId, runId, after }: AfterEvent): Promise<EventRow[]> {
  const rows = "select * from signalbox.run_events where thread_id = $1 and run_id = $2 and last > $3 order by last";
  return sql.query<EventRow>(page(rows, "e.last"), [threadId, runId, after]);
}

/** A run's events from one to before another: what a row in the middle needs. */
export async function findEventsBetween(
  sql: Sql,
  { threadId, runId, from, before }: { readonly threadId: string; readonly runId: string; readonly from: number; readonly before: number },
): Promise<EventRow[]> {
  return sql.query<EventRow>(
    `select ${columns} from signalbox.run_events e where thread_id = $1 and run_id = $2 and last >= $3 and first < $4 order by last`,
    [threadId, runId, from, before],
  );
}

/** Where a reader of a thread is: behind an event of an epoch. */
export interface AfterPlace {
  readonly threadId: string;
  readonly epoch: number;
  readonly last: number;
}

/** A page a thread. */
export async function findThreadEvents(sql: Sql, asked: readonly AfterPlace[]): Promise<EventRow[]> {
  const rows = `select * from signalbox.run_events where thread_id = asked.thread and (epoch, last) > (asked.epoch, asked.last) order by epoch, last`;
  return sql.query<EventRow>(
    `select e.* from unnest($1::text[], $2::int[], $3::bigint[]) as asked (thread, epoch, last) join lateral (${page(rows, "e.epoch, e.last")}) e on true`,
    [asked.map(({ threadId }) => threadId), asked.map(({ epoch }) => epoch), asked.map(({ last }) => last)],
  );
}

export interface LastEvent {
  readonly epoch: number;
  readonly last: string;
  /** Its run has ended: nothing else comes in this epoch. */
  readonly is_over: boolean;
}

/** The newest event of a thread that is stored; undefined: none. */
export async function findLastEvent(sql: Sql, threadId: string): Promise<LastEvent | undefined> {
  const [row] = await sql.query<LastEvent>(
    `select e.epoch, e.last, not exists (select 1 from signalbox.runs r where r.id = e.run_id and r.thread_id = e.thread_id and r.ended_at is null) as is_over
     from signalbox.run_events e where e.thread_id = $1 order by e.epoch desc, e.last desc limit 1`,
    [threadId],
  );
  return row;
}
