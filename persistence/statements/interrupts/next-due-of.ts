/** How long until the next deadline or notice of these questions, by the database's clock; not above 0 until it has fired. */
import type { Sql } from "../../../language/registry/context.ts";
import { isInTime } from "../notices.ts";

export async function nextDueOf(sql: Sql, interruptIds: readonly string[]): Promise<number | undefined> {
  const [row] = await sql.query<{ wait_ms: number | null }>(
    `select (extract(epoch from min(at) - clock_timestamp()) * 1000)::float8 as wait_ms from (
       select due_at as at from signalbox.interrupts where coalesce(asked_id, id) = any($1) and status = 'pending'
       union all
       select n.due_at from signalbox.notices n join signalbox.interrupts i on i.id = n.interrupt_id
       where coalesce(i.asked_id, i.id) = any($1) and n.told_at is null and i.status = 'pending' and ${isInTime}
     ) next`,
    [interruptIds],
  );
  return row?.wait_ms ?? undefined;
}

export interface Sleep {
  readonly id: string;
  readonly thread_id: string;
  readonly value: unknown;
}

/** What threads wait for without asking anybody. For the test kit's server only. */
export function findSleeps(sql: Sql, threadIds: readonly string[]): Promise<Sleep[]> {
  return sql.query<Sleep>(
    `select coalesce(asked_id, id) as id, thread_id, payload as value from signalbox.interrupts
     where thread_id = any($1) and status = 'pending' and sleeps order by due_at, id`,
    [threadIds],
  );
}
