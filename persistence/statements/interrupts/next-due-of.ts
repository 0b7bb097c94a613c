/** How long until the next deadline or notice of these questions, by the database's clock; not above 0 until it has fired. */
import type { Sql } from "../../../language/registry/context.ts";

export async function nextDueOf(sql: Sql, interruptIds: readonly string[]): Promise<number | undefined> {
  const [row] = await sql.query<{ wait_ms: number | null }>(
    `select (extract(epoch from min(at) - clock_timestamp()) * 1000)::float8 as wait_ms from (
       select due_at as at from signalbox.interrupts where coalesce(asked_id, id) = any($1) and status = 'pending'
       union all
       select n.due_at from signalbox.notices n join signalbox.interrupts i on i.id = n.interrupt_id
       where coalesce(i.asked_id, i.id) = any($1) and n.told_at is null and i.status = 'pending'
     ) next`,
    [interruptIds],
  );
  return row?.wait_ms ?? undefined;
}
