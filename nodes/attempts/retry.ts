/** Retries work under a node's `retry`: exponential backoff with jitter, and the provider's own Retry-After. Never around code that can ask a person. */
import { isGraphBubbleUp } from "@langchain/langgraph";
import pRetry from "p-retry";
import type { NormalRetry } from "../../language/graph/normal-graph.ts";
import { asError } from "../../language/issues/thrown.ts";
import { redact } from "../../telemetry/redact.ts";
import { traceAttempt } from "../../telemetry/trace.ts";
import type { Call } from "../call/kind.ts";
import type { Pause } from "../call/ports.ts";
import { classifyError, retryAfterMs, rootOf } from "./classify-error.ts";

/** The longest wait between two attempts: a longer Retry-After ends the retry. */
const MAX_INTERVAL_MS = 60_000;
const DEFAULT_INTERVAL_MS = 500;

export interface RetryPolicy {
  readonly retry: NormalRetry | undefined;
  readonly isRetryable: (error: unknown) => boolean;
  /** What is tried, as the audit trail and the trace name it: `node "triage"`, `model "fast"`, `tool "pay"`. */
  readonly what: string;
}

type RetryContext = Pick<Call, "signal" | "ports" | "scope">;

/** `work` gets the attempt's number, 1 first. Rejects with the last attempt's error. Each failed attempt is recorded in the audit trail. */
export async function retried<T>(
  call: RetryContext,
  { retry, isRetryable, what }: RetryPolicy,
  work: (attempt: number) => Promise<T>,
): Promise<T> {
  const { signal, ports, scope } = call;
  const attempted = (attempt: number): Promise<T> => onRecord(call, { what, attempt }, () => work(attempt));
  if ((retry?.maxAttempts ?? 1) === 1) {
    signal.throwIfAborted();
    return attempted(1).catch((error) => Promise.reject(rootOf(error)));
  }
  const { initialIntervalMs = DEFAULT_INTERVAL_MS } = retry ?? {};
  const waitOf = (error: unknown): number => retryAfterMs(error, ports.now) ?? 0;
  const mayRetry = (error: unknown): boolean => isRetryable(error) && waitOf(error) <= MAX_INTERVAL_MS;
  return pRetry(async (attempt) => attempted(attempt).catch(throwWrapped), {
    retries: (retry?.maxAttempts ?? 1) - 1,
    minTimeout: 0, // the pause is the port's
    signal,
    onFailedAttempt: async ({ error, attemptNumber, retriesLeft }) => {
      if (retriesLeft > 0 && mayRetry(error.cause))
        await ports.time.backOff(scope, pauseAfter(attemptNumber, initialIntervalMs, waitOf(error.cause)), signal);
    },
    shouldRetry: ({ error }) => mayRetry(error.cause),
  }).catch((error: unknown) => {
    throw error instanceof RetryWrapper ? error.cause : error;
  });
}

/** The backoff is added to the provider's Retry-After, so that callers who were refused together do not return together. */
function pauseAfter(attempt: number, initialIntervalMs: number, wantedMs: number): Pause {
  const capMs = Math.max(MAX_INTERVAL_MS, initialIntervalMs);
  const leastMs = Math.min(initialIntervalMs * 2 ** (attempt - 1), capMs);
  return { leastMs: wantedMs + leastMs, mostMs: wantedMs + Math.min(2 * leastMs, capMs) };
}

/** One span for each attempt, and an audit record of each failure; not of an attempt that asks a person or was cancelled. */
async function onRecord<T>(
  { signal, ports, scope }: RetryContext,
  tried: { what: string; attempt: number },
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await traceAttempt(scope, tried, work);
  } catch (thrown) {
    const error = asError(thrown);
    if (isGraphBubbleUp(error) || signal.aborted) throw error;
    const { code, message } = classifyError(error);
    const { threadId: thread, run, node } = scope;
    ports.log.warn("an attempt failed", { thread, run, node, ...tried, code, err: error });
    await ports.record(scope, "attempt.failed", { ...tried, code, message: redact(message) });
    throw error;
  }
}

/** p-retry never retries a TypeError, but LangChain throws one for an answer without a choice. */
class RetryWrapper extends Error {}
function throwWrapped(error: unknown): never {
  throw new RetryWrapper("attempt failed", { cause: rootOf(error) });
}
