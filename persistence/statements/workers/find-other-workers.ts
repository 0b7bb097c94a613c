/** The other workers that are running, and whether each offers something; null: an older program, which does not tell. */
import type { Sql } from "../../../language/registry/context.ts";

export interface Offered {
  readonly worker: string;
  readonly offer: string;
  /** A worker not seen for longer is dead. */
  readonly deadAfterMs: number;
}

export function findOtherWorkers(sql: Sql, { worker, offer, deadAfterMs }: Offered): Promise<{ readonly offers: boolean | null }[]> {
  return sql.query(
    `select distinct offers @> array[$2::text] as offers from signalbox.workers
     where id <> $1 and seen > clock_timestamp() - $3 * interval '1 millisecond'`,
    [worker, offer, deadAfterMs],
  );
}
