/** What a thrown error means for the run that threw it, and how it is stored. */
import { isCausedBy, SignalboxError } from "../../language/issues/errors.ts";
import { messageOf, nameOf } from "../../language/issues/thrown.ts";
import { usageInError } from "../../nodes/attempts/run-attempts.ts";
import type { RunFailure } from "../../persistence/statements/runs/rows.ts";
import { redact } from "../../telemetry/redact.ts";

export function failureOf(error: unknown): RunFailure {
  if (error instanceof SignalboxError) return { error: error.code, message: redact(messageOf(error)), ...usageOfFailedVisit(error) };
  const thrown = thrownInRawGraph(error);
  return { error: error instanceof Error && thrown === error ? nameOf(error) : "Error", message: redact(messageOf(thrown)) };
}

/** LangGraph reads `is_bubble_up` of whatever a node of a graph built by hand throws: of null and undefined only that error is left. */
function thrownInRawGraph(error: unknown): unknown {
  const found = error instanceof TypeError && /^Cannot read properties of (null|undefined) \(reading 'is_bubble_up'\)$/.exec(error.message);
  return found ? (found[1] === "null" ? null : undefined) : error;
}

function usageOfFailedVisit(error: SignalboxError): Pick<RunFailure, "spent"> {
  const usage = usageInError(error);
  return usage.tokens === undefined ? {} : { spent: { node: String(error.facts.node), attempts: Number(error.facts.attempts), ...usage } };
}

/** Whether this worker lost the thread. */
export const isFenced = (error: unknown): boolean => isCausedBy(error, "FENCED");

/** LangGraph stopped at the end of a super-step because it was asked to. */
export function isDrained(error: unknown): boolean {
  return error instanceof Error && error.name === "GraphDrained";
}
