/** Waits until a statement of a Postgres waits for a lock that another transaction holds. */
import type { Database } from "../../../persistence/connection/database.ts";
import { until } from "../until.ts";

export async function untilBlocked(database: Database): Promise<void> {
  const blocked = "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
  await until("a statement that waits for a lock", async () => (await database.sql.query(blocked)).length > 0);
}
