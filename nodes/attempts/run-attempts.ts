/** Runs a node under its declared policy: timeout and retry. Never around code that can ask a person: a retry would lose the answer. */

import { isGraphBubbleUp } from "@langchain/langgraph";
import type { NormalNode, NormalPolicy } from "../../language/graph/normal-graph.ts";
import { type ErrorClass, isRetryableClass } from "../../language/issues/error-class.ts";
import { SignalboxError, ToolError } from "../../language/issues/errors.ts";
import { asError } from "../../language/issues/thrown.ts";
import { DEFAULT_CODE, errorLabel } from "../../language/terms/labels.ts";
import type { Attempt } from "../call/context.ts";
import type { Call, Outcome } from "../call/kind.ts";
import type { StepUsage } from "../call/usage.ts";
import { classifyError, rootOf } from "./classify-error.ts";
import { Cancelled, isEffectUnknown, isRunFailure } from "./failures.ts";
import { retried } from "./retry.ts";
import { type Limited, withTimeout } from "./time-limit.ts";

/** Whether a failure may be retried. */
export type RetryRule = (error: unknown) => boolean;

/** For code that acts in the world: the codes that it declares retryable, and timeouts. What is not declared is final. */
export function declaredRetryable(classes: Readonly<Record<string, ErrorClass>>): RetryRule {
  return (error) => {
    const root = rootOf(error);
    if (root instanceof ToolError) return isRetryableClass(classes[root.code]);
    return root instanceof SignalboxError && root.code === "NODE_TIMEOUT" && root.facts.ignoredAbort !== true;
  };
}

/** For code that calls models: the named errors too. */
export const namedRetryable: RetryRule = (error) => classifyError(error).isRetryable;

export interface Attempts {
  readonly isRetryable: RetryRule;
  /** How the timeout treats the work: whether it may act, and whether a late result counts. */
  readonly limit?: Omit<Limited, "timeoutMs" | "what">;
  /** Maps the last attempt's error to the node's failure; by default the error itself. */
  readonly failureOf?: (error: unknown) => unknown;
}

export async function runAttempts(
  call: Call<Extract<NormalNode, NormalPolicy>>,
  { isRetryable, limit, failureOf = (error) => error }: Attempts,
  work: (attempt: Attempt) => Promise<Outcome>,
): Promise<Outcome> {
  const { retry, timeoutMs } = call.node;
  let attempts = 0;
  try {
    const outcome = await retried(call, { retry, isRetryable, what: `node "${call.name}"` }, (number) => {
      attempts = number;
      return withTimeout(call, { timeoutMs, ...limit }, (signal) => work({ number, signal }));
    });
    return attempts > 1 ? { ...outcome, attempts } : outcome;
  } catch (error) {
    if (isGraphBubbleUp(error)) throw error;
    if (call.signal.aborted) throw call.signal.reason ?? error;
    return failed(call, failureOf(error), { attempts });
  }
}

/** The error edge that a failure takes; with no edge declared the run fails with node, attempts and cause. */
export function failed(call: Call, thrown: unknown, { attempts = 1, ...used }: StepUsage = {}): Outcome {
  const error = asError(thrown);
  if (isGraphBubbleUp(error) || isRunFailure(error) || error instanceof Cancelled) throw error;
  const { code, message } = classifyError(error);
  const edges: Readonly<Record<string, string>> = ("onError" in call.node ? call.node.onError : undefined) ?? {};
  const usage = { ...(attempts > 1 && { attempts }), ...used };
  if (isEffectUnknown(rootOf(error)) && "onUnknown" in call.node && call.node.onUnknown !== undefined)
    return { label: "effectUnknown", ...usage, error: { code, message } };
  if (Object.hasOwn(edges, code) && code !== DEFAULT_CODE) return { label: errorLabel(code), ...usage, error: { code, message } };
  if (Object.hasOwn(edges, DEFAULT_CODE)) return { label: errorLabel(DEFAULT_CODE), ...usage, error: { code, message } };
  const tries = attempts > 1 ? ` after ${attempts} attempts` : "";
  throw new SignalboxError(
    "NODE_FAILED",
    `node "${call.name}" failed with ${code}${tries}: ${message}. Declare where it goes: onError: { default: <node> }.`,
    { node: call.name, error: code, attempts, ...used, cause: error },
  );
}

/** What a visit used that failed without an edge: `failed` keeps it in the facts of NODE_FAILED. */
export function usageInError(error: unknown): Omit<StepUsage, "attempts"> {
  const { tokens, usd, unpriced } = error instanceof SignalboxError && error.code === "NODE_FAILED" ? error.facts : {};
  return {
    ...(typeof tokens === "number" && { tokens }),
    ...(typeof usd === "number" && { usd }),
    ...(typeof unpriced === "number" && { unpriced }),
  };
}

export const codeOf = (error: unknown): string => classifyError(error).code;
