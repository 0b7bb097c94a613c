/** Whether this person may decide: by role, not the requester, not a previous decider. In the claim's own transaction. */
import { SignalboxError } from "../../language/issues/errors.ts";
import type { NormalApprovers } from "../../language/kinds/interrupt/interrupt-node.ts";
import { isToolApproval } from "../../nodes/agent/tool-approval.ts";
import { isQuestionPayload } from "../../nodes/interrupt/question-payload.ts";
import type { Tx } from "../../persistence/connection/database.ts";
import { findDeciders } from "../../persistence/statements/interrupts/find-deciders.ts";
import type { InterruptRow } from "../../persistence/statements/interrupts/rows.ts";
import { findRequester } from "../../persistence/statements/runs/find-requester.ts";
import type { CheckedDecision } from "./decision.ts";

/** Stands for a person who gave no name. */
const ANONYMOUS: ReadonlySet<string> = new Set(["anonymous", "command", "requester"]);

/** How many people must give this decision. */
export function peopleNeeded({ payload }: InterruptRow, decision: string | null): number {
  const by = approversOf(payload);
  return decision !== null && by && by !== "requester" ? (by.count?.[decision] ?? 1) : 1;
}

export async function checkApprover(tx: Tx, decision: CheckedDecision): Promise<void> {
  const { interrupt, by: who } = decision;
  const by = approversOf(interrupt.payload);
  if (!by) return;
  if (by === "requester") return checkRequester(tx, decision);
  const allowed = interrupt.assignee ? [...by.roles, interrupt.assignee] : by.roles;
  if (decision.roles && !decision.roles.some((role) => allowed.includes(role)))
    throw notAllowed(decision, `it takes one of the roles ${allowed.join(", ")}, not ${decision.roles.join(", ") || "none"}`);
  const { not = [] } = by;
  if ((not.length > 0 || peopleNeeded(interrupt, decision.decision) > 1) && ANONYMOUS.has(who))
    throw notAllowed(decision, "it depends on who decides: say so by `by`");
  if (not.includes("requester") && (await findRequester(tx, interrupt.thread_id)) === who)
    throw notAllowed(decision, `${who} asked for it; someone else must decide`);
  const nodes = not.filter((excluded) => excluded !== "requester");
  const deciders = nodes.length > 0 ? await findDeciders(tx, interrupt.thread_id, nodes) : [];
  const earlier = deciders.find((decider) => decider.by === who);
  if (earlier) throw notAllowed(decision, `${who} decided at node "${earlier.node}"; someone else must decide here`);
}

async function checkRequester(tx: Tx, decision: CheckedDecision): Promise<void> {
  if (ANONYMOUS.has(decision.by)) return;
  const requester = await findRequester(tx, decision.interrupt.thread_id);
  if (requester !== undefined && requester !== decision.by) throw notAllowed(decision, `only ${requester}, who asked for it, can answer`);
}

/** Undefined for the interrupt of a raw LangGraph, which anyone may answer. */
function approversOf(payload: unknown): NormalApprovers | undefined {
  return isQuestionPayload(payload) || isToolApproval(payload) ? payload.by : undefined;
}

const notAllowed = ({ interrupt: { id }, by, roles }: CheckedDecision, why: string): SignalboxError =>
  new SignalboxError("NOT_ALLOWED_TO_DECIDE", `${by} may not decide interrupt ${id}: ${why}.`, { interrupt: id, by, roles });
