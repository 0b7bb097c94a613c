/** Removes protections from the SQL on its way to the server: the suite must then observe what they prevent. Tests only. */
import type { Database } from "../../../persistence/connection/database.ts";
import { History } from "../../../persistence/connection/history.ts";
import { hideErrorCodes } from "./hide-error-codes.ts";
import { interceptQueries } from "./intercept-queries.ts";

type Rewrite = readonly [from: RegExp, to: string | (() => string)];

const lockOfThread: Rewrite = [/^(select \* from signalbox\.threads where id = \$1 and tenant = \$2) for update$/, "$1"];

const rewrites = {
  /** Writes prove no lease. */
  fence: [
    [
      /select epoch from signalbox\.leases where thread = \$1 and epoch \|\| coalesce\(':' \|\| token, ''\) = \$2 and \(history is null or history = signalbox\.history\(\)\) for share/,
      "select split_part($2, ':', 1)::integer as epoch where $1::text is not null",
    ],
    [
      /select asked\.thread, asked\.lease, found\.epoch from \(select distinct thread, lease from asked\) asked cross join lateral \(select l\.epoch from signalbox\.leases l where [^\n]* for share( skip locked)?\) found/,
      "select distinct asked.thread, asked.lease, split_part(asked.lease, ':', 1)::integer as epoch from asked where asked.lease is not null",
    ],
  ],
  /** A lease has an epoch only. */
  leaseToken: [
    [/epoch \|\| coalesce\(':' \|\| token, ''\) = \$2/g, "epoch = split_part($2, ':', 1)::integer"],
    [/l\.epoch \|\| coalesce\(':' \|\| l\.token, ''\) = asked\.lease/, "l.epoch = split_part(asked.lease, ':', 1)::integer"],
  ],
  /** A process does not send its heartbeat by the pool. */
  poolBeat: [[/^with quickly[\s\S]*insert into signalbox\.workers[\s\S]*$/, "select $1::text, $2::int"]],
  /** Connections are not asked for the timeline of their database. Not in the SQL. */
  timeline: [],
  /** The claim accepts every question. */
  claim: [lockOfThread, [/and status = 'pending' and \(not \$6/, "and (not $6"]],
  /** Each statement is its own transaction. */
  transaction: [[/^(begin|commit|rollback)$/, "select 1"]],
  /** Deadlines are due by the process's own clock. */
  clock: [[/(?<=due_at <= |min\(at\) - )clock_timestamp\(\)/g, () => `timestamptz '${new Date().toISOString()}'`]],
  /** Open questions are not found. */
  openQuestions: [[/(?<=i\.thread_id = \$1 and i\.tenant = \$2 and )i\.status = 'pending' and not i\.sleeps(?= order by)/, "false"]],
  /** Active runs are not found. */
  activeRuns: [lockOfThread, [/and job is not null order by created_at limit 1/, "and false order by created_at limit 1"]],
  /** A lease is taken from a living owner. */
  leaseOwner: [[/where held\.worker is null or not exists \(/, "where held.worker is not null or not exists ("]],
  /** No statement filters by its tenant. */
  tenantFilter: [[/\b(?:\w+\.)?tenant = (\$\d+)/g, "$1::text is not null"]],
  /** Pending signals are not found. */
  pendingSignals: [[/r\.kind = 'signal'(?= and r\.status)/, "false"]],
  /** The checkpoints of a run that was rolled back stay. */
  rollback: [
    [/delete from signalbox\.checkpoints c using ok, base where/, "delete from signalbox.checkpoints c using ok, base where false and"],
  ],
  /** The order of checkpoints is that of their ids, which hold the clocks of their writers. */
  checkpointOrder: [[/c\.seq desc nulls last, c\.checkpoint_id desc/g, "c.checkpoint_id desc"]],
  /** Nobody asks which run ended its worker. */
  suspects: [[/where l\.worker = \$1 and exists \(select 1 from died\)/, "where l.worker = $1 and false"]],
  /** What failed is not set aside. */
  setAside: [[/exists \(select 1 from signalbox\.set_aside s where [^()]*(\(\))?\)/g, "false"]],
  /** A request's idempotency key is not claimed. */
  requestKeys: [
    [
      /^insert into signalbox\.idempotency_keys[\s\S]*$/,
      "select 1 where coalesce($1::text, $2::text, $3::text, $4::text, $5::text) is not null",
    ],
  ],
  /** What runs emit is written by no statement. */
  storedEvents: [
    [/(?<=to_timestamp\(at \/ 1000\), body )from held/, "from held where false"],
    [/::text is not null(?= on conflict do nothing)/, "::text is not null and false"],
    [/(?<=as events \([^()]*\) join ok using \(n\))(?= order by [^()]* on conflict do nothing)/, " where false"],
  ],
  /** Each attempt at a run counts as the first. */
  attemptIds: [[/attempts = attempts \+ 1/, "attempts = 1"]],
  /** Events stay for ever. */
  eventsRemoved: [
    [/delete from signalbox\.run_events e using (cut|over) where/, "delete from signalbox.run_events e using $1 where false and"],
  ],
  /** A due time of a cron is not claimed. */
  dueTimes: [
    [
      /and id = \$1 and next_run_at = \$2 and next_run_at <= clock_timestamp\(\) returning 1/,
      "and id = $1 and $2::timestamptz is not null returning 1",
    ],
  ],
  /** A run's end writes no webhook. */
  storedWebhooks: [
    [
      /^insert into signalbox\.webhooks[\s\S]*$/,
      "select 1 where coalesce($1::text, $2::text, $3::text, $4::text, $5::text, $7::text) is not null and $6::bytea is not null",
    ],
  ],
  /** A failure of the database looks like any other error. Not in the SQL. */
  transientErrors: [],
  /** Not in the SQL: the test itself switches its protection off. */
  custom: [],
} as const satisfies Readonly<Record<string, readonly Rewrite[]>>;

export type Protection = keyof typeof rewrites;

/** Call it before the database is used. */
export function disableProtections({ pool }: Database, without: readonly Protection[]): void {
  if (without.includes("transientErrors")) hideErrorCodes(pool);
  if (without.includes("timeline")) History.prototype.check = async () => {};
  const all: readonly Rewrite[] = without.flatMap((protection) => rewrites[protection] as readonly Rewrite[]);
  const before = (text: string) => all.reduce((changed, [from, to]) => changed.replace(from, to as string), text);
  if (all.length > 0) interceptQueries(pool, { before });
}
