/** How long until the next deadline, by the database's clock; negative when it is over. Nothing when no question has one. */
import type { Sql } from "../../language/context.ts";

export async function nextDeadline(sql: Sql): Promise<number | undefined> {
  const [row] = await sql.query<{ wait_ms: number | null }>(
    "select (extract(epoch from min(due_at) - clock_timestamp()) * 1000)::float8 as wait_ms from interrupts where status = 'pending' and due_at is not null",
  );
  return row?.wait_ms ?? undefined;
}
