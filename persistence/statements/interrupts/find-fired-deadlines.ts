/** What deadlines have done to some questions, in the order of their time: notices that were delivered, questions that expired. */
import type { Sql } from "../../../language/registry/context.ts";

export interface FiredDeadline {
  readonly interrupt_id: string;
  /** The notice's index among the question's deadlines; null for the deadline that took its edge. */
  readonly deadline_index: number | null;
  /** How often, of a reminder that repeats. */
  readonly times: number;
}

export async function findFiredDeadlines(sql: Sql, interruptIds: readonly string[]): Promise<FiredDeadline[]> {
  return sql.query<FiredDeadline>(
    `select interrupt_id, place as deadline_index, times from (
       select coalesce(i.asked_id, i.id) as interrupt_id, n.place, coalesce(n.fired_at, n.due_at - n.every_ms * interval '1 millisecond') as at, n.told as times
       from signalbox.notices n join signalbox.interrupts i on i.id = n.interrupt_id where coalesce(i.asked_id, i.id) = any($1) and n.told > 0
       union all
       select coalesce(asked_id, id), null, decided_at, 1 from signalbox.interrupts where coalesce(asked_id, id) = any($1) and status = 'expired'
     ) fired order by at, place nulls last`,
    [interruptIds],
  );
}
