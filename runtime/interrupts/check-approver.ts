/** Whether this person may decide: by role, not the requester, not a previous decider. In the claim's own transaction. What is not said counts as no. */
import { SignalboxError } from "../../language/issues/errors.ts";
import type { NormalApprovers } from "../../language/kinds/interrupt/interrupt-node.ts";
import { mayBeSame, nameIn } from "../../language/terms/person.ts";
import { isToolApproval } from "../../nodes/agent/approval/tool-approval.ts";
import { isQuestionPayload } from "../../nodes/interrupt/question-payload.ts";
import { findDeciders } from "../../persistence/statements/interrupts/find-deciders.ts";
import type { InterruptRow } from "../../persistence/statements/interrupts/rows.ts";
import { findRequesters } from "../../persistence/statements/runs/find-requesters.ts";
import type { TenantTx } from "../../persistence/tenancy/tenant-sql.ts";
import type { CheckedDecision } from "./decision.ts";

/** How many people must give this decision. */
export function peopleNeeded({ payload }: InterruptRow, decision: string | null): number {
  const by = approversOf(payload);
  return decision !== null && by && by !== "requester" ? (by.count?.[decision] ?? 1) : 1;
}

export async function checkApprover(tx: TenantTx, decision: CheckedDecision): Promise<void> {
  const { interrupt, isNamed, isService, needsName } = decision;
  const by = approversOf(interrupt.payload);
  if (needsName && !isNamed) throw notAllowed(decision, "another question excludes whoever decides here: say who you are by `by`");
  if (!by) return;
  if (by === "requester") return checkRequester(tx, decision);
  checkRoles(decision, interrupt.assignee ? [...by.roles, interrupt.assignee] : by.roles);
  const { not = [] } = by;
  const dependsOnPerson = not.length > 0 || peopleNeeded(interrupt, decision.decision) > 1;
  if (dependsOnPerson && !isNamed) throw notAllowed(decision, "it depends on who decides: say so by `by`");
  if (dependsOnPerson && isService) throw notAllowed(decision, "it takes a person of whom the credential itself says who it is");
  if (not.includes("requester")) await checkNotRequester(tx, decision);
  const nodes = not.filter((excluded) => excluded !== "requester");
  if (nodes.length > 0) await checkNotDecider(tx, decision, nodes);
}

function checkRoles(decision: CheckedDecision, allowed: readonly string[]): void {
  const { roles = [] } = decision;
  if (roles.some((role) => allowed.includes(role))) return;
  const why = roles.length === 0 ? "the request names none: send `roles`" : `not ${roles.join(", ")}`;
  throw notAllowed(decision, `it takes one of the roles ${allowed.join(", ")}; ${why}`);
}

/** Without a named requester anyone may answer, as with a message. */
async function checkRequester(tx: TenantTx, decision: CheckedDecision): Promise<void> {
  const { names } = await findRequesters(tx, decision.interrupt.thread_id);
  if (names.length === 0 || (decision.isNamed && names.some((name) => nameIn(name) === decision.by))) return;
  throw notAllowed(decision, `only ${names.join(" or ")}, who asked for it, can answer`);
}

async function checkNotRequester(tx: TenantTx, decision: CheckedDecision): Promise<void> {
  const { names, hasUnnamed } = await findRequesters(tx, decision.interrupt.thread_id);
  if (names.some((name) => mayBeSame(name, decision.by)))
    throw notAllowed(decision, `${decision.by} asked for it; someone else must decide`);
  if (hasUnnamed) throw notAllowed(decision, "it was requested without a name, so that nobody can be shown to be someone else");
}

async function checkNotDecider(tx: TenantTx, decision: CheckedDecision, nodes: readonly string[]): Promise<void> {
  const deciders = await findDeciders(tx, decision.interrupt.thread_id, nodes);
  const earlier = deciders.find(({ by }) => mayBeSame(by, decision.by));
  if (earlier) throw notAllowed(decision, `${decision.by} decided at node "${earlier.node}"; someone else must decide here`);
  const unnamed = deciders.find(({ by }) => nameIn(by) === undefined);
  if (unnamed)
    throw notAllowed(decision, `node "${unnamed.node}" was decided without a name, so that nobody can be shown to be someone else`);
}

/** Undefined for the interrupt of a raw LangGraph, which anyone may answer. */
export function approversOf(payload: unknown): NormalApprovers | undefined {
  return isQuestionPayload(payload) || isToolApproval(payload) ? payload.by : undefined;
}

const notAllowed = ({ interrupt: { id }, by, roles }: CheckedDecision, why: string): SignalboxError =>
  new SignalboxError("NOT_ALLOWED_TO_DECIDE", `${by} may not decide interrupt ${id}: ${why}.`, { interrupt: id, by, roles });
