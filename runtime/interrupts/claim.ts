/** Claims one question for one answer, under its thread's lock: what was read before the lock is read again. */
import { mayBeSame } from "../../language/terms/person.ts";
import { recordAudit } from "../../persistence/statements/audit/record-audit.ts";
import { claimInterrupt } from "../../persistence/statements/interrupts/claim-interrupt.ts";
import { recordAnswer } from "../../persistence/statements/interrupts/record-answer.ts";
import type { AnswerRow, InboxRow } from "../../persistence/statements/interrupts/rows.ts";
import type { TenantTx } from "../../persistence/tenancy/tenant-sql.ts";
import { onRecord } from "../identity/actor.ts";
import { alreadyAnswered, alreadyDecided, supersededBySignal } from "../protocol/refusals.ts";
import { checkApprover, peopleNeeded } from "./check-approver.ts";
import { assertAsShown, assertStillBound } from "./check-bound.ts";
import type { CheckedDecision } from "./decision.ts";
import { isRepeated } from "./refusals-on-record.ts";

export interface Claim {
  /** As it is now. */
  readonly interrupt: InboxRow;
  /** False: the answer is on record, and the question takes more people or the answer was sent again. */
  readonly isDecided: boolean;
}

export async function claim(tx: TenantTx, checked: CheckedDecision, runId: string): Promise<Claim> {
  const { interrupt, decision, answer, by, service, expired = false } = checked;
  if (isRepeated(interrupt, checked)) {
    await recordAudit(tx, {
      ...placeOf(checked),
      what: "interrupt.repeated",
      detail: { interrupt: interrupt.id, ...onRecord(checked), answer },
    });
    return { interrupt, isDecided: false };
  }
  if (interrupt.status !== "pending") throw alreadyDecided(interrupt);
  if (interrupt.signal) throw supersededBySignal(interrupt, interrupt.signal);
  // it was on record before the lock, and the question has been opened anew since
  if (!expired && checked.contentOf(answer) === undefined) throw alreadyDecided(interrupt);
  const { answers, changed } = expired ? { answers: interrupt.answers } : await answered(tx, checked);
  const detail = { ...detailOf(checked), ...(changed && { changed }) };
  if (!expired && !isEnough(checked, answers)) {
    await recordAudit(tx, { ...placeOf(checked), what: "interrupt.answered", detail });
    return { interrupt: { ...interrupt, answers }, isDecided: false };
  }
  const claimed = await claimInterrupt(tx, {
    threadId: interrupt.thread_id,
    key: interrupt.key,
    decision,
    answer,
    by,
    service,
    runId,
    expired,
    detail,
  });
  if (!claimed) throw alreadyDecided(interrupt);
  return { interrupt: { ...claimed, graph_id: interrupt.graph_id, answers }, isDecided: true };
}

interface Answered {
  /** Those that count, with this one. */
  readonly answers: readonly AnswerRow[];
  /** What this person answered before. */
  readonly changed?: Pick<AnswerRow, "decision" | "answer" | "at">;
}

/** One answer a person: another one replaces it while the question is open. */
async function answered(tx: TenantTx, checked: CheckedDecision): Promise<Answered> {
  const { interrupt, contentOf, by } = checked;
  if (checked.asShown) assertAsShown(interrupt, checked.asShown);
  assertStillBound(checked);
  await checkApprover(tx, checked);
  const before = interrupt.answers.find((answer) => mayBeSame(answer.by, by));
  if (before && contentOf(before.answer) === contentOf(checked.answer)) throw alreadyAnswered(interrupt, before);
  const recorded = await recordAnswer(tx, { ...checked, key: interrupt.key, replaces: before?.by });
  if (!recorded) throw alreadyDecided(interrupt);
  const answers = [...interrupt.answers.filter((answer) => answer !== before), recorded];
  return { answers, ...(before && { changed: { decision: before.decision, answer: before.answer, at: before.at } }) };
}

/** Whether enough people have given the decision, with the same form. */
function isEnough({ interrupt, decision, answer, contentOf }: CheckedDecision, answers: readonly AnswerRow[]): boolean {
  const needed = peopleNeeded(interrupt, decision);
  return needed === 1 || answers.filter((given) => contentOf(given.answer) === contentOf(answer)).length >= needed;
}

const placeOf = ({ interrupt: { thread_id, node } }: CheckedDecision) => ({ threadId: thread_id, node: node ?? undefined });

const detailOf = (checked: CheckedDecision) => ({
  interrupt: checked.interrupt.id,
  ...onRecord(checked),
  answer: checked.answer,
  reason: checked.reason,
});
