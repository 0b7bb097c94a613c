/** Finds out whether a decision is the same as one that was taken before under its idempotency key: then it is no second one. */
import { canonicalJson } from "../../language/schema/canonical-json.ts";
import { recordAudit } from "../../persistence/statements/audit/record-audit.ts";
import { findAnswers } from "../../persistence/statements/interrupts/find-answers.ts";
import type { InterruptRow } from "../../persistence/statements/interrupts/find-interrupt.ts";
import { alreadyAnswered } from "../protocol/refusals.ts";
import type { Services } from "../services.ts";

export interface Repeatable {
  readonly answer: unknown;
  readonly by: string;
  readonly idempotencyKey?: string | undefined;
}

/** @throws ALREADY_DECIDED when the key came with another answer. */
export async function isRepeated(
  { database }: Services,
  interrupt: InterruptRow,
  { answer, by, idempotencyKey }: Repeatable,
): Promise<boolean> {
  if (idempotencyKey === undefined) return false;
  const answers = await findAnswers(database.sql, interrupt.id);
  const earlier = answers.find((row) => row.idempotency_key === idempotencyKey);
  if (!earlier) return false;
  if (earlier.by !== by || canonicalJson(earlier.answer) !== canonicalJson(answer)) throw alreadyAnswered(interrupt, earlier);
  await recordAudit(database.sql, {
    ...{ thread: interrupt.thread_id, what: "interrupt.repeated", node: interrupt.node ?? undefined },
    detail: { interrupt: interrupt.id, by, answer },
  });
  return true;
}
