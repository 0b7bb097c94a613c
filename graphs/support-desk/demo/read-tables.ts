/** Reads the proof from the tables themselves, after the server has ended: no other process may open its data folder before. */
import type { Sql } from "../../../language/registry/context.ts";
import { openDatabase } from "../../../persistence/open-database.ts";

export interface Tables {
  /** How often each node of the killed run began, in the order of their first start. */
  readonly starts: readonly { readonly node: string; readonly started: number; readonly epochs: string }[];
  /** Refunds and letters of the killed run's thread. */
  readonly refunds: readonly { readonly id: number; readonly amount_cents: number }[];
  readonly letters: number;
  /** What was booked on the thread whose approval was edited. */
  readonly editedCents: readonly number[];
  /** Of all threads: refunds, and charges that were given back more than once. */
  readonly booked: number;
  readonly bookedTwice: number;
}

export async function readTables(dataFolder: string, { killed, edited }: { killed: string; edited: string }): Promise<Tables> {
  const database = await openDatabase({ dataFolder });
  try {
    const { sql } = database;
    const refunds = await refundsOf(sql, killed);
    const [letters] = await sql.query<{ count: number }>("select count(*)::int from bank.letters where refund_id = any($1)", [
      refunds.map(({ id }) => id),
    ]);
    const [all] = await sql.query<{ booked: number; charges: number }>(
      "select count(*)::int as booked, count(distinct transaction_id)::int as charges from bank.refunds",
    );
    return {
      starts: await sql.query(
        `select node, count(*)::int as started, string_agg(epoch::text, ', ' order by id) as epochs
         from signalbox.audit where thread_id = $1 and what = 'node.started' group by node order by min(id)`,
        [killed],
      ),
      refunds,
      letters: letters?.count ?? 0,
      editedCents: (await refundsOf(sql, edited)).map(({ amount_cents }) => amount_cents),
      booked: all?.booked ?? 0,
      bookedTwice: (all?.booked ?? 0) - (all?.charges ?? 0),
    };
  } finally {
    await database.close();
  }
}

const refundsOf = (sql: Sql, thread: string) =>
  sql.query<{ id: number; amount_cents: number }>("select id, amount_cents from bank.refunds where thread = $1 order by id", [thread]);
