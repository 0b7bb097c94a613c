/** How a node is tried (`timeout`, `retry`) and how often it may be entered (`visits`): shared by the kinds. */
import { z } from "zod";
import type { Tunable } from "../../terms/data-flow.ts";
import { type Duration, durationMs } from "../../terms/duration.ts";
import { duration, tunable } from "./tunable.ts";

export interface Retry {
  /** 1 means no second attempt. */
  readonly maxAttempts: number;
  /** Doubles from attempt to attempt. */
  readonly initialInterval?: Duration;
}
/** A bound is an edge (law 5): the visit after the last goes to `next` under the label `exhausted`. Counted per turn. */
export interface VisitBound<T extends string, Ps> {
  visits?: "join" extends T ? OnlyOnce : { max: Tunable<number, Ps>; next: T };
}
/** Only a body may lead to `join`, and a body is entered once. */
interface OnlyOnce {
  readonly "inside each and parallel a node is entered once": never;
}
export interface Policy<T extends string, Ps> extends VisitBound<T, Ps> {
  timeout?: Tunable<Duration, Ps>;
  retry?: Retry;
}

export const target = z
  .string()
  .describe(
    'A node, "end" (the matter is closed), "wait" (the next message enters this node again) or "wait:<node>" (it enters that one).',
  );
export const name = z.string();
export const channelName = z.string().describe("A channel of the state.");
export const argsShape = z
  .record(z.string(), z.string())
  .describe('Argument ← channel, or one field of it ("order.id"). An argument with a channel of its own name can be left out.');
export const withShape = z.record(z.string(), z.unknown()).describe("Constants for the code: values, or { param: name }.");
export const writesShape = z
  .union([z.string(), z.record(z.string(), z.string())])
  .describe("A channel for the whole output, or channel ← field of the output.");
export const labelled = z.record(z.string(), target);

export const retryShape = z
  .strictObject({
    maxAttempts: z.int().min(1).max(100).describe("1 means no second attempt."),
    initialInterval: duration.optional().describe("Before the second attempt; doubles from attempt to attempt."),
  })
  .describe("How a failed attempt is tried again. An error that is `final` is not.");
export const visitsShape = z
  .strictObject({ max: tunable(z.int().min(1)), next: target })
  .describe("How often a turn may enter the node; the visit after the last goes to `next` (label `exhausted`).");
export const policyShape = {
  timeout: tunable(duration).optional().describe("How long one attempt may take."),
  retry: retryShape.optional(),
  visits: visitsShape.optional(),
};

export interface NormalRetry {
  maxAttempts: number;
  initialIntervalMs: number;
}
export interface NormalPolicy {
  timeoutMs?: number;
  retry?: NormalRetry;
}
const DEFAULT_INTERVAL_MS = 500;

/** The node's own way of being tried, else the graph's. */
export function normalPolicy(node: z.infer<z.ZodObject<typeof policyShape>>, defaults: NormalPolicy): NormalPolicy {
  const timeoutMs = typeof node.timeout === "string" ? durationMs(node.timeout) : defaults.timeoutMs;
  const retry = node.retry ? normalRetry(node.retry) : defaults.retry;
  return { ...(timeoutMs !== undefined && { timeoutMs }), ...(retry && { retry }) };
}

export function normalRetry({ maxAttempts, initialInterval }: z.infer<typeof retryShape>): NormalRetry {
  return { maxAttempts, initialIntervalMs: initialInterval === undefined ? DEFAULT_INTERVAL_MS : durationMs(initialInterval) };
}
