/** Claims one question for one answer, under its thread's lock: what was read before the lock is read again. */
import { mayBeSame } from "../../language/terms/person.ts";
import type { Tx } from "../../persistence/connection/database.ts";
import { recordAudit } from "../../persistence/statements/audit/record-audit.ts";
import { claimInterrupt } from "../../persistence/statements/interrupts/claim-interrupt.ts";
import { recordAnswer } from "../../persistence/statements/interrupts/record-answer.ts";
import type { InboxRow } from "../../persistence/statements/interrupts/rows.ts";
import { alreadyAnswered, alreadyDecided, supersededBySignal } from "../protocol/refusals.ts";
import { checkApprover, peopleNeeded } from "./check-approver.ts";
import { assertStillBound } from "./check-bound.ts";
import type { CheckedDecision } from "./decision.ts";
import { isRepeated } from "./refusals-on-record.ts";

/** Undefined: the answer is on record, and the question takes more people or the answer was sent again. */
export async function claim(tx: Tx, checked: CheckedDecision, runId: string): Promise<InboxRow | undefined> {
  const { interrupt, decision, answer, by, expired = false } = checked;
  if (isRepeated(interrupt, checked)) {
    await recordAudit(tx, { ...placeOf(checked), what: "interrupt.repeated", detail: { interrupt: interrupt.id, by, answer } });
    return undefined;
  }
  if (interrupt.status !== "pending") throw alreadyDecided(interrupt);
  if (interrupt.signal) throw supersededBySignal(interrupt, interrupt.signal);
  if (!expired) {
    assertStillBound(checked);
    await checkApprover(tx, checked);
    await record(tx, checked);
    if (!isEnough(checked)) {
      await recordAudit(tx, { ...placeOf(checked), what: "interrupt.answered", detail: detailOf(checked) });
      return undefined;
    }
  }
  const claimed = await claimInterrupt(tx, { id: interrupt.id, decision, answer, by, runId, expired, detail: detailOf(checked) });
  if (!claimed) throw alreadyDecided(interrupt);
  return { ...claimed, graph_id: interrupt.graph_id };
}

/** One answer a person, and one under a key. */
async function record(tx: Tx, { interrupt, ...given }: CheckedDecision): Promise<void> {
  const { by, idempotencyKey } = given;
  const first =
    interrupt.answers.find((answer) => mayBeSame(answer.by, by)) ??
    interrupt.answers.find((answer) => idempotencyKey !== undefined && answer.idempotency_key === idempotencyKey);
  if (first) throw alreadyAnswered(interrupt, first);
  if (!(await recordAnswer(tx, { ...given, id: interrupt.id }))) throw alreadyDecided(interrupt);
}

/** Whether with this answer enough people have given the decision. */
function isEnough({ interrupt, decision }: CheckedDecision): boolean {
  const same = interrupt.answers.filter((answer) => answer.decision === decision).length;
  return same + 1 >= peopleNeeded(interrupt, decision);
}

const placeOf = ({ interrupt: { thread_id, node } }: CheckedDecision) => ({ threadId: thread_id, node: node ?? undefined });

const detailOf = ({ interrupt, by, roles, answer, reason }: CheckedDecision) => ({ interrupt: interrupt.id, by, roles, answer, reason });
