/** Stores one person's answer. False: this person has answered before, or the key was used before. */
import type { Sql } from "../../../language/registry/context.ts";

export interface NewAnswer {
  readonly id: string;
  readonly by: string;
  readonly roles?: readonly string[] | undefined;
  readonly decision: string | null;
  readonly answer: unknown;
  readonly reason?: string | undefined;
  readonly idempotencyKey?: string | undefined;
}

export async function recordAnswer(tx: Sql, { id, by, roles, decision, answer, reason, idempotencyKey }: NewAnswer): Promise<boolean> {
  const rows = await tx.query(
    `insert into signalbox.answers (interrupt_id, by, roles, decision, answer, reason, idempotency_key) values ($1, $2, $3, $4, $5::json, $6, $7)
     on conflict do nothing returning 1`,
    [id, by, roles ?? null, decision, JSON.stringify(answer), reason ?? null, idempotencyKey ?? null],
  );
  return rows.length === 1;
}
