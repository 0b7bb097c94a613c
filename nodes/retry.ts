/** Tries work again under a node's `retry`: exponential backoff with jitter, and the provider's own Retry-After. Never around code that can ask a person. */
import { setTimeout as sleep } from "node:timers/promises";
import pRetry from "p-retry";
import type { NormalRetry } from "../language/normal-graph.ts";
import { rootOf } from "./classify-error.ts";
import type { Call } from "./kind.ts";
import { retryAfterMs } from "./retry-after.ts";

/** Nobody waits longer than this between two attempts: a longer Retry-After ends the retry. */
const MAX_INTERVAL_MS = 60_000;
const DEFAULT_INTERVAL_MS = 500;

/** `work` gets the attempt's number, 1 first. Rejects with the last attempt's error. */
export async function retried<T>(
  { signal, ports, retry }: Pick<Call, "signal" | "ports"> & { readonly retry: NormalRetry | undefined },
  isRetryable: (error: unknown) => boolean,
  work: (attempt: number) => Promise<T>,
): Promise<T> {
  if ((retry?.maxAttempts ?? 1) === 1) {
    signal.throwIfAborted();
    return work(1).catch((error) => Promise.reject(rootOf(error)));
  }
  const initialIntervalMs = retry?.initialIntervalMs ?? DEFAULT_INTERVAL_MS;
  const waitOf = (error: unknown): number => retryAfterMs(error, ports.now) ?? 0;
  const mayRetry = (error: unknown): boolean => isRetryable(error) && waitOf(error) <= MAX_INTERVAL_MS;
  return pRetry(async (attempt) => work(attempt).catch(throwUntyped), {
    retries: (retry?.maxAttempts ?? 1) - 1,
    minTimeout: initialIntervalMs,
    maxTimeout: Math.max(MAX_INTERVAL_MS, initialIntervalMs),
    factor: 2,
    randomize: true,
    signal,
    // the backoff comes on top: so callers who were refused together do not come back together
    onFailedAttempt: async ({ error, retriesLeft }) => {
      const cause = (error as Untyped).cause;
      if (retriesLeft > 0 && mayRetry(cause)) await sleep(waitOf(cause), undefined, { signal });
    },
    shouldRetry: ({ error }) => mayRetry((error as Untyped).cause),
  }).catch((error: unknown) => {
    throw error instanceof Untyped ? error.cause : error;
  });
}

/** p-retry never tries a TypeError again, and LangChain throws one for an answer without a choice. */
class Untyped extends Error {}
function throwUntyped(error: unknown): never {
  throw new Untyped("attempt failed", { cause: rootOf(error) });
}
