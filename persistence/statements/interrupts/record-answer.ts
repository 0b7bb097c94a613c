/** Records one person's answer, in place of one that they gave before. In a transaction that holds the thread's row. */
import type { TenantSql } from "../../tenancy/tenant-sql.ts";
import type { AnswerRow } from "./rows.ts";

export interface NewAnswer {
  /** The question's. */
  readonly key: string;
  readonly by: string;
  readonly roles?: readonly string[] | undefined;
  /** That answers for them. */
  readonly service?: string | undefined;
  readonly decision: string | null;
  readonly answer: unknown;
  readonly reason?: string | undefined;
  readonly idempotencyKey?: string | undefined;
  /** Under which name the answer that it replaces was given. */
  readonly replaces?: string | undefined;
}

/** Undefined: this person has answered before, or the key was used before. */
export async function recordAnswer(tx: TenantSql, given: NewAnswer): Promise<AnswerRow | undefined> {
  const { key, by, roles, decision, answer, reason, idempotencyKey, service, replaces } = given;
  const values = [key, by, roles ?? null, decision, JSON.stringify(answer), reason ?? null, idempotencyKey ?? null, service ?? null];
  const [row] =
    replaces === undefined ? await tx.query<AnswerRow>(insert, values) : await tx.query<AnswerRow>(replace, [...values, replaces]);
  return row;
}

const columns = "interrupt_id, by, roles, decision, answer, reason, idempotency_key, via";

const insert = `insert into signalbox.answers (${columns}, tenant) values ($1, $2, $3, $4, $5::json, $6, $7, $8, $tenant) on conflict do nothing returning *`;

const replace = `with old as (
    insert into signalbox.replaced_answers (${columns}, tenant, at) select ${columns}, tenant, at from signalbox.answers where interrupt_id = $1 and by = $9 and tenant = $tenant
  )
  update signalbox.answers set by = $2, roles = $3, decision = $4, answer = $5::json, reason = $6, idempotency_key = $7, via = $8, at = clock_timestamp()
  where interrupt_id = $1 and by = $9 and tenant = $tenant returning *`;
