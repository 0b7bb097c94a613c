/** Takes protections out of the SQL on its way to the server: the suite must see what they prevent. Tests only. */
import type { Database } from "../../persistence/database.ts";

/** fence: writes prove no lease. claim: anybody gets the question. transaction: each statement alone. early: deadlines need not be over. orphan: open questions are not seen. busy: active runs are not seen. patience: trouble of the database looks like any error. */
export type Protection = "fence" | "claim" | "transaction" | "early" | "orphan" | "busy" | "handover" | "validation" | "patience";

type Rewrite = readonly [from: RegExp, to: string];

const rewrites: Readonly<Record<Protection, readonly Rewrite[]>> = {
  fence: [
    [/select 1 from leases where thread = \$1 and epoch = \$2 for share/, "select 1 where $1::text is not null and $2::bigint is not null"],
  ],
  claim: [
    [/^select \* from threads where id = \$1 for update$/, "select * from threads where id = $1"],
    [/where id = \$1 and status = 'pending' and \(not \$6/, "where id = $1 and (not $6"],
  ],
  transaction: [[/^(begin|commit|rollback)$/, "select 1"]],
  early: [[/due_at <= clock_timestamp\(\)/g, "due_at is not null"]],
  orphan: [[/where thread_id = \$1 and status = 'pending' order by/, "where thread_id = $1 and false order by"]],
  busy: [
    [/^select \* from threads where id = \$1 for update$/, "select * from threads where id = $1"],
    [/and job is not null order by created_at limit 1/, "and false order by created_at limit 1"],
  ],
  // these are not in the SQL
  handover: [],
  validation: [],
  patience: [],
};

interface Client {
  query: (...args: unknown[]) => unknown;
}

/** To be called before the database is used. */
export function weaken({ pool }: Database, without: readonly Protection[]): void {
  if (without.includes("patience")) hideTrouble(pool);
  const all = without.flatMap((protection) => rewrites[protection]);
  if (all.length > 0) rewriteQueries(pool, (text) => all.reduce((changed, [from, to]) => changed.replace(from, to), text));
}

export function rewriteQueries(pool: Database["pool"], rewrite: (text: string) => string): void {
  pool.on("connect", (client) => {
    const target = client as unknown as Client;
    const query = target.query.bind(client);
    target.query = (first, ...rest) => {
      if (typeof first === "string") return query(rewrite(first), ...rest);
      const config = first as { text?: string };
      return query(config.text === undefined ? config : { ...config, text: rewrite(config.text) }, ...rest);
    };
  });
}

/** Errors lose what tells trouble that passes from a wrong statement. */
function hideTrouble(pool: Database["pool"]): void {
  const hidden = (error: unknown) => error && new Error("a statement failed", { cause: undefined });
  const connect = pool.connect.bind(pool) as (...args: unknown[]) => unknown;
  pool.connect = ((callback?: (...args: unknown[]) => void) =>
    callback
      ? connect((error: unknown, ...rest: unknown[]) => callback(hidden(error), ...rest))
      : (connect() as Promise<unknown>).catch((error) => Promise.reject(hidden(error)))) as typeof pool.connect;
  pool.on("connect", (client) => {
    const target = client as unknown as Client;
    const query = target.query.bind(client);
    target.query = (...args) => {
      const callback = args.at(-1);
      if (typeof callback !== "function") return (query(...args) as Promise<unknown>).catch((error) => Promise.reject(hidden(error)));
      return query(...args.slice(0, -1), (error: unknown, result: unknown) => callback(hidden(error), result));
    };
  });
}
