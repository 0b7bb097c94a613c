/** One branch of a parallel node, or one item of an each node: runs its body and reports to the join. It never bypasses the join. */

import { isGraphBubbleUp } from "@langchain/langgraph";
import { canAsk } from "../../language/graph/can-ask.ts";
import type { NormalPlain } from "../../language/graph/normal-graph.ts";
import { SignalboxError, ToolError } from "../../language/issues/errors.ts";
import { asError, messageOf as messageOfThrown } from "../../language/issues/thrown.ts";
import { bodyEdges } from "../../language/kinds/body/body.ts";
import { FAILURES, JOIN } from "../../language/terms/labels.ts";
import { Cancelled, isRunFailure } from "../attempts/failures.ts";
import { codeOf, usageInError } from "../attempts/run-attempts.ts";
import { storedOutcome } from "../attempts/stored-writes.ts";
import { isSpent } from "../call/budget.ts";
import { type Failed, leavesEarly, type Report } from "../call/internal-channels.ts";
import type { Call, Outcome, RunPlain } from "../call/kind.ts";
import type { Region } from "../call/regions.ts";
import { edgeFor } from "../call/step.ts";
import { addUsage, type BudgetLeft, noUsage, type Usage, usageOfPath } from "../call/usage.ts";
import { inQuorum } from "./quorum.ts";

export interface Branch {
  /** The parallel or each node. */
  readonly owner: string;
  readonly name: string;
  readonly index?: number;
  readonly body: NormalPlain;
  readonly run: RunPlain;
  readonly maxConcurrency?: number | undefined;
  /** How many of the branches must join, where that is not all. */
  readonly quorum?: number | undefined;
  /** What the turn's budget has left for all branches together. */
  readonly left: BudgetLeft;
}

export async function runBranch(call: Call, branch: Branch): Promise<Outcome> {
  const region = call.region(branch.owner);
  const ended = reportedOutcome(call, branch, region);
  const outcome = await ended.catch((error) => {
    region.exit();
    throw error;
  });
  // time that branches share counts once: the last one reports it
  const openMs = region.exit();
  return openMs !== undefined && branch.left?.timeMs !== undefined ? { ...outcome, workedMs: openMs } : outcome;
}

async function reportedOutcome(call: Call, branch: Branch, region: Region): Promise<Outcome> {
  const { body, run, index, left } = branch;
  const report = (facts: Omit<Report, "branch">): Report => ({ branch: branch.name, ...(index !== undefined && { index }), ...facts });
  const inner = {
    ...call,
    node: body,
    name: branch.name,
    scope: { ...call.scope, node: branch.name },
    signal: AbortSignal.any([call.signal, region.signal]),
    isOver: (used: Partial<Usage>) => isSpent(left, addUsage(region.usage(), used)),
  };
  const over: Outcome = { label: "budget", report: report({ label: "budget", target: JOIN, isOver: true }) };
  const cancelled: Outcome = { label: "cancelled", report: report({ label: "cancelled", target: JOIN, cancelled: true }) };
  try {
    const outcome = await region.withSlot(branch.maxConcurrency, async () => {
      inner.signal.throwIfAborted();
      if (!canAsk(body, call.registry) && inner.isOver(noUsage)) return over;
      const given = await run(inner).then(
        (ended) => storedOutcome(inner, ended),
        (error) => {
          region.addUsage(usageOfPath([usageInError(error)]));
          throw error;
        },
      );
      // before the slot is free: the next item must know
      region.addUsage(usageOfPath([...(given.steps ?? []), given]));
      return given;
    });
    if (outcome.label === "budget") return { ...outcome, ...over };
    const { label, target } = edgeFor(branch.name, bodyEdges(body), outcome.label);
    if (branch.quorum !== undefined) return inQuorum(outcome, report({ label, target }), { call, of: branch.quorum, region });
    const reported = report({ label, target, ...(index !== undefined && target === FAILURES && { failed: failureOf(outcome) }) });
    if (leavesEarly(reported)) region.leave();
    return { ...outcome, report: reported };
  } catch (thrown) {
    const error = asError(thrown);
    if (isGraphBubbleUp(error) || call.signal.aborted || isRunFailure(error)) throw error;
    if (region.signal.aborted || error instanceof Cancelled) return cancelled;
    const failed = { code: codeOf(error), message: messageOf(error) };
    return { label: "failed", error: failed, ...usageInError(error), report: report({ label: "failed", target: JOIN, failed }) };
  }
}

/** The outcome with its writes in its report: its join decides what becomes of them. */
export const reportingWrites = ({ writes = {}, report, ...outcome }: Outcome): Outcome => ({
  ...outcome,
  ...(report && { report: { ...report, writes } }),
});

const failureOf = ({ label, error }: Outcome): Failed => error ?? answeredFailure(label);

/** The failure as the error of the node that holds the branch. */
export const errorOf = ({ code = "unexpected", message }: Failed): ToolError => new ToolError(code, message);

/** Of an item that answered a label which leads to `failures`. */
export const answeredFailure = (label: string): Failed => ({ message: `answered "${label}"` });

/** The failure itself, not that the branch has no edge for it: its node has one. */
function messageOf(error: unknown): string {
  let cause = error;
  while (cause instanceof SignalboxError && cause.code === "NODE_FAILED") cause = cause.cause;
  return messageOfThrown(cause);
}
