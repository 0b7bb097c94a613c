/** Records refused attempts at a decision, and recognizes an attempt that is sent again, which does not count as a second one. */
import { SignalboxError } from "../../language/issues/errors.ts";
import { messageOf } from "../../language/issues/thrown.ts";
import { canonicalJson } from "../../language/schema/canonical-json.ts";
import { MAX_NAME } from "../../language/terms/person.ts";
import { isUnavailable } from "../../persistence/connection/unavailable.ts";
import { recordAudit } from "../../persistence/statements/audit/record-audit.ts";
import type { SeenInterrupt } from "../../persistence/statements/interrupts/seen-interrupts.ts";
import type { Acting } from "../identity/acting.ts";
import { type Actor, onRecord } from "../identity/actor.ts";
import { plainJson } from "../protocol/plain-json.ts";
import { alreadyAnswered } from "../protocol/refusals.ts";
import type { CheckedDecision, Decision } from "./decision.ts";

/** Too late, not allowed, or not fitting the question. */
export interface Refused extends Actor {
  readonly threadId: string;
  readonly node: string | null | undefined;
  readonly interrupt: string | undefined;
  readonly answer: unknown;
}

/** The refusal itself reaches the caller, also when it cannot be recorded. */
export async function recordingRefusal<T>(services: Acting, decisions: readonly Decision[], work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    // it may have been taken: nobody knows
    if (isUnavailable(error)) throw error;
    for (const { interrupt, via, by = via, answer, ...actor } of decisions) {
      const { id, thread_id: threadId, node } = interrupt;
      await recordRefusal(services, { ...actor, by, threadId, node, interrupt: id, answer }, error);
    }
    throw error;
  }
}

export async function recordRefusal(
  { database, log }: Acting,
  { threadId, node, interrupt, answer, ...actor }: Refused,
  error: unknown,
): Promise<void> {
  const why = messageOf(error);
  // a name that is refused is recorded too
  const said = plainJson({ interrupt, ...onRecord(actor), answer });
  const detail = { ...said, by: actor.by?.slice(0, MAX_NAME), why, ...(error instanceof SignalboxError && { code: error.code }) };
  await recordAudit(database.sql, { threadId, what: "interrupt.refused", node: node ?? undefined, detail }).catch((failure: Error) =>
    log.warn("a refusal could not be recorded", { reason: failure.message }),
  );
}

/**
 * Whether an answer is the same as one that was taken before under its idempotency key.
 *
 * @throws ALREADY_DECIDED when the key came with another answer.
 */
export function isRepeated(
  interrupt: SeenInterrupt,
  { answer, by, idempotencyKey }: Pick<CheckedDecision, "answer" | "by" | "idempotencyKey">,
): boolean {
  if (idempotencyKey === undefined) return false;
  const earlier = [...interrupt.answers, ...interrupt.replaced].find((row) => row.idempotency_key === idempotencyKey);
  if (!earlier) return false;
  if (earlier.by !== by || canonicalJson(earlier.answer) !== canonicalJson(answer)) throw alreadyAnswered(interrupt, earlier);
  return true;
}
