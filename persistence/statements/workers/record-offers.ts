/** Records which definitions and graphs a worker can continue. */
import type { Sql } from "../../../language/registry/context.ts";
import { FORMATS } from "../../checkpointer/earlier-programs.ts";

export async function recordOffers(sql: Sql, worker: string, offers: readonly string[]): Promise<void> {
  await sql.query(
    `insert into signalbox.workers (id, seen, offers, formats) values ($1, clock_timestamp(), $2::text[], $3)
     on conflict (id) do update set offers = excluded.offers`,
    [worker, offers, FORMATS],
  );
}
