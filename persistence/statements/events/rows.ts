/** What runs have emitted, as it is stored: a batch of events a row. */

export interface EventBatch {
  readonly tenant: string;
  readonly threadId: string;
  readonly runId: string;
  /** Of the lease, with its token. */
  readonly epoch: string;
  /** Ids of its first and its last event. */
  readonly first: number;
  readonly last: number;
  /** The oldest event that is needed to read the first one. */
  readonly openFrom: number;
  /** When the first event was emitted, in milliseconds since 1970. */
  readonly at: number;
  readonly body: string;
}

export interface EventRow {
  readonly thread_id: string;
  readonly run_id: string;
  readonly epoch: number;
  /** bigint: the driver reads them as text. */
  readonly first: string;
  readonly last: string;
  readonly open_from: string;
  readonly at: Date;
  readonly body: string;
}

/** Of a row's body. */
export const columns = "e.thread_id, e.run_id, e.epoch, e.first, e.last, e.open_from, e.at, e.body";

/** A page holds no more rows, and no more characters beyond its first row. */
export const PAGE_ROWS = 50;
export const PAGE_LENGTH = 1_000_000;

/** There may be more than this page. */
export const isFull = (rows: readonly EventRow[]): boolean =>
  rows.length >= PAGE_ROWS || rows.reduce((sum, { body }) => sum + body.length, 0) >= PAGE_LENGTH;

/** In the place of `$n`: what `insertEvents` inserts for a statement of one run. */
export const batchValues = (batch: EventBatch | undefined): unknown[] =>
  batch
    ? [batch.tenant, batch.runId, batch.first, batch.last, batch.openFrom, batch.at, batch.body]
    : [null, null, null, null, null, null, null];

/** The same batches may be on their way in two statements, each with those of many threads: in one order they wait for each other without a deadlock. */
export const inKeyOrder = (thread: string, run: string, last: string): string => `order by ${thread}, ${run}, ${last}`;

/** A `with` that inserts the batch of `batchValues`, if there is one, from parameter `$n` on, under the epoch that the table `held` has. */
export const insertBatch = (held: string, thread: string, n: number): string => `
  insert into signalbox.run_events (tenant, thread_id, run_id, epoch, first, last, open_from, at, body)
  select $${n}::text, ${thread}, $${n + 1}::text, ${held}, $${n + 2}::bigint, $${n + 3}::bigint, $${n + 4}::bigint,
    to_timestamp($${n + 5}::double precision / 1000), $${n + 6}::text`;
