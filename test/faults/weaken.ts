/** Takes protections out of the SQL on its way to the server: the suite must see what they prevent. Tests only. */
import type { Database } from "../../persistence/database.ts";
import { interceptQueries } from "./intercept-queries.ts";

/** fence: writes prove no lease. claim: anybody gets the question. transaction: each statement alone. clock: deadlines are over by the process's own clock. orphan: open questions are not seen. busy: active runs are not seen. owner: a living owner is robbed. */
export type Protection =
  | "fence"
  | "claim"
  | "transaction"
  | "orphan"
  | "busy"
  | "handover"
  | "validation"
  | "once"
  | "owner"
  | "queue"
  | "clock";

type Rewrite = readonly [from: RegExp, to: string | (() => string)];

const rewrites: Readonly<Record<Protection, readonly Rewrite[]>> = {
  fence: [
    [/select 1 from leases where thread = \$1 and epoch = \$2 for share/, "select 1 where $1::text is not null and $2::bigint is not null"],
  ],
  claim: [
    [/^select \* from threads where id = \$1 for update$/, "select * from threads where id = $1"],
    [/where id = \$1 and status = 'pending' and \(not \$6/, "where id = $1 and (not $6"],
  ],
  transaction: [[/^(begin|commit|rollback)$/, "select 1"]],
  clock: [[/(?<=due_at <= |min\(at\) - )clock_timestamp\(\)/g, () => `timestamptz '${new Date().toISOString()}'`]],
  orphan: [[/where thread_id = \$1 and status = 'pending' order by/, "where thread_id = $1 and false order by"]],
  busy: [
    [/^select \* from threads where id = \$1 for update$/, "select * from threads where id = $1"],
    [/and job is not null order by created_at limit 1/, "and false order by created_at limit 1"],
  ],
  owner: [[/where held\.worker is null or not exists \(/, "where held.worker is not null or not exists ("]],
  // these are not in the SQL: their tests switch them off themselves
  handover: [],
  validation: [],
  once: [],
  queue: [],
};

/** To be called before the database is used. */
export function weaken({ pool }: Database, without: readonly Protection[]): void {
  const all = without.flatMap((protection) => rewrites[protection]);
  const before = (text: string) => all.reduce((changed, [from, to]) => changed.replace(from, to as string), text);
  if (all.length > 0) interceptQueries(pool, { before });
}
