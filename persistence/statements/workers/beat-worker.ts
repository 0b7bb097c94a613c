/** Says that a worker lives, by the database's clock. */
import type { Sql } from "../../../language/registry/context.ts";

export async function beatWorker(sql: Sql, worker: string): Promise<void> {
  await sql.query("insert into workers (id, seen) values ($1, clock_timestamp()) on conflict (id) do update set seen = excluded.seen", [
    worker,
  ]);
}
