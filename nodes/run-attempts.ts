/** Tries a node under its declared policy: timeout and retry. Never around code that can ask a person: a retry would eat the answer. */
import { isGraphBubbleUp } from "@langchain/langgraph";
import pRetry from "p-retry";
import { SignalboxError, ToolError } from "../language/errors.ts";
import type { NormalNode, NormalPolicy } from "../language/normal-graph.ts";
import type { ErrorClass } from "../language/registry.ts";
import type { Attempt } from "./context.ts";
import type { Call, Outcome } from "./kind.ts";

const MAX_INTERVAL_MS = 60_000;

interface Settled {
  readonly outcome: Outcome;
  readonly attempts: number;
}

/** `classes` is the class of each error code that the code declares. Timeouts are retryable, what is not declared is final. */
export async function runAttempts(
  call: Call<Extract<NormalNode, NormalPolicy>>,
  classes: Readonly<Record<string, ErrorClass>>,
  work: (attempt: Attempt) => Promise<Outcome>,
): Promise<Outcome> {
  const { retry, timeoutMs } = call.node;
  let attempts = 0;
  try {
    const outcome = await pRetry(
      (number) => {
        attempts = number;
        return withTimeout(call, timeoutMs, (signal) => work({ number, signal }));
      },
      {
        retries: (retry?.maxAttempts ?? 1) - 1,
        minTimeout: retry?.initialIntervalMs ?? 500,
        maxTimeout: Math.max(MAX_INTERVAL_MS, retry?.initialIntervalMs ?? 0),
        factor: 2,
        randomize: true,
        signal: call.signal,
        shouldRetry: ({ error }) => isRetryable(error, classes),
      },
    );
    return settled({ outcome, attempts });
  } catch (error) {
    if (isGraphBubbleUp(error)) throw error;
    if (call.signal.aborted) throw call.signal.reason ?? error;
    return settled({ outcome: failed(call, error), attempts });
  }
}

const settled = ({ outcome, attempts }: Settled): Outcome => (attempts > 1 ? { ...outcome, attempts } : outcome);

const isTimeout = (error: unknown): boolean => error instanceof SignalboxError && error.code === "NODE_TIMEOUT";

function isRetryable(error: unknown, classes: Readonly<Record<string, ErrorClass>>): boolean {
  if (isGraphBubbleUp(error)) return false;
  if (error instanceof SignalboxError) return isTimeout(error) && error.facts.deaf !== true;
  return error instanceof ToolError && classes[error.code] === "retryable";
}

/** The error edge that a failure takes; with no edge declared the run fails with node and cause. */
export function failed(call: Call, error: unknown): Outcome {
  if (isGraphBubbleUp(error) || (error instanceof SignalboxError && error.code === "FENCED")) throw error;
  const code = codeOf(error);
  const edges: Readonly<Record<string, string>> = ("onError" in call.node ? call.node.onError : undefined) ?? {};
  const message = error instanceof Error ? error.message : String(error);
  if (Object.hasOwn(edges, code) && code !== "default") return { label: `error:${code}`, error: { code, message } };
  if (Object.hasOwn(edges, "default")) return { label: "error", error: { code, message } };
  throw new SignalboxError(
    "NODE_FAILED",
    `node "${call.name}" failed with ${code}: ${message}. Declare where it goes: onError: { default: <node> }.`,
    { node: call.name, error: code, cause: error },
  );
}

/** Whether a model call may be tried again: the network, rate limits and the provider's own failures. */
export function isTransient(error: unknown): boolean {
  const status = typeof error === "object" && error !== null && "status" in error ? Number(error.status) : undefined;
  if (status !== undefined && !Number.isNaN(status)) return status === 408 || status === 409 || status === 429 || status >= 500;
  return error instanceof Error && /connection|network|timed? ?out|ECONNRESET|fetch failed/i.test(error.message);
}

export function codeOf(error: unknown): string {
  if (error instanceof ToolError) return error.code;
  if (error instanceof SignalboxError)
    return isTimeout(error) ? "timeout" : error.code === "NODE_FAILED" ? String(error.facts.error) : error.code;
  const status = typeof error === "object" && error !== null && "status" in error ? error.status : undefined;
  if (status === 429) return "rate_limit";
  return error instanceof Error && (error.name === "StructuredOutputParsingError" || error.name === "ZodError")
    ? "malformed"
    : "unexpected";
}

/** Aborts the work when its time is over, and waits for it to settle, so that two attempts never act at once. */
export async function withTimeout<T>(call: Call, timeoutMs: number | undefined, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  if (timeoutMs === undefined) return work(call.signal);
  const own = new AbortController();
  const late = new SignalboxError("NODE_TIMEOUT", `node "${call.name}" gave no answer within ${timeoutMs} ms`, {
    node: call.name,
    timeoutMs,
  });
  const timer = setTimeout(() => own.abort(late), timeoutMs);
  try {
    const running = work(AbortSignal.any([call.signal, own.signal]));
    const value = await Promise.race([running, settledAfterAbort(own.signal, running, timeoutMs)]);
    if (own.signal.aborted) throw own.signal.reason;
    return value;
  } catch (error) {
    throw own.signal.aborted && !isGraphBubbleUp(error) && !isTimeout(error) ? own.signal.reason : error;
  } finally {
    clearTimeout(timer);
  }
}

/** After the abort: rejects once the work has stopped; work that ignores it for as long again is given up, and not tried again. */
function settledAfterAbort(signal: AbortSignal, running: Promise<unknown>, graceMs: number): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener(
      "abort",
      () => {
        const late = signal.reason as SignalboxError;
        const deaf = setTimeout(
          () => reject(new SignalboxError("NODE_TIMEOUT", `${late.message}, and did not stop when told to`, { ...late.facts, deaf: true })),
          graceMs,
        );
        running
          .then(
            () => reject(late),
            () => reject(late),
          )
          .finally(() => clearTimeout(deaf));
      },
      { once: true },
    );
  });
}
