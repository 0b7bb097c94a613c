/** What a thrown error means for the run that threw it, and how it is stored. */
import { isCausedBy, SignalboxError } from "../../language/issues/errors.ts";
import { usageInError } from "../../nodes/attempts/run-attempts.ts";
import type { RunFailure } from "../../persistence/statements/runs/rows.ts";

export function failureOf(error: unknown): RunFailure {
  if (error instanceof SignalboxError) return { error: error.code, message: error.message, ...usageOfFailedVisit(error) };
  if (error instanceof Error) return { error: error.name, message: error.message };
  return { error: "Error", message: typeof error === "string" ? error : (JSON.stringify(error) ?? String(error)) };
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
