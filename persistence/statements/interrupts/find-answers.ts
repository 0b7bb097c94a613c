/** Everybody's answers to a question, oldest first: more than one where it takes several people. */
import type { Sql } from "../../../language/registry/context.ts";

export interface AnswerRow {
  readonly by: string;
  readonly roles: string[] | null;
  readonly decision: string | null;
  readonly answer: unknown;
  readonly reason: string | null;
  readonly idempotency_key: string | null;
  readonly at: Date;
}

export function findAnswers(sql: Sql, interruptId: string): Promise<AnswerRow[]> {
  return sql.query<AnswerRow>("select * from answers where interrupt_id = $1 order by at, by", [interruptId]);
}
