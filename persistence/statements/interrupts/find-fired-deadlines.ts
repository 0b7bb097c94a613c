/** What deadlines have done to some questions, in the order of their time: notices that were delivered, questions that expired. */
import type { Sql } from "../../../language/registry/context.ts";

export interface FiredDeadline {
  readonly interrupt_id: string;
  /** The notice's index among the question's deadlines; null for the deadline that took its edge. */
  readonly deadline_index: number | null;
}

export async function findFiredDeadlines(sql: Sql, interruptIds: readonly string[]): Promise<FiredDeadline[]> {
  return sql.query<FiredDeadline>(
    `select interrupt_id, place as deadline_index from (
       select interrupt_id, place, fired_at as at from signalbox.notices where interrupt_id = any($1) and told_at is not null
       union all
       select id, null, decided_at from signalbox.interrupts where id = any($1) and status = 'expired'
     ) fired order by at, place nulls last`,
    [interruptIds],
  );
}
