/** Plays one answer of a node's script as registry code would: resolves, fails, or waits for its abort signal. */

import { SignalboxError, ToolError } from "../../language/issues/errors.ts";
import type { Context } from "../../language/registry/context.ts";
import type { VirtualTime } from "../memory/virtual-time.ts";
import type { NodeAnswer } from "../scenario/node-script.ts";
import { constantsText, type PathDetails } from "../text/path-details.ts";

export type Labelled = Extract<NodeAnswer, { readonly label: string }>;
type Caller = Pick<Context, "node" | "signal">;

/** What scripts of one scenario share. */
export interface ScriptContext {
  readonly time: VirtualTime;
  readonly details: PathDetails;
}

export async function followScript(answer: NodeAnswer, context: Context, { time, details }: ScriptContext): Promise<Labelled> {
  const given = constantsText(context.with);
  if (context.attempt === 1 && given !== "") details.add(context.node, `is given ${given}`);
  const code = failureAt(answer, context.attempt);
  if (code !== undefined) return failAs(code, context, time);
  return labelled(answer, context, time);
}

/** After the time that it takes. */
export function labelled(answer: NodeAnswer, { node, signal }: Caller, time: VirtualTime): Labelled | Promise<never> {
  if (!("label" in answer)) return untilEnded(signal);
  if (answer.takes !== undefined) time.work(node, answer.takes);
  return answer;
}

/** The code that this attempt of a visit fails with. */
export function failureAt(answer: NodeAnswer, attempt: number): string | undefined {
  if ("error" in answer) return answer.error;
  return "fails" in answer ? answer.fails?.[attempt - 1] : undefined;
}

/** A timeout is the node's own limit where it has one; so is the cause of an interrupted effect. */
export async function failAs(code: string, { node, signal }: Caller, time: VirtualTime): Promise<never> {
  if ((code === "timeout" || code === "effectUnknown") && time.reachLimit(node)) return untilEnded(signal);
  throw forcedError(code, node);
}

/** `timeout` and `effectUnknown` are as from outside, so that they are retried and routed as the real ones; all others are the tool's own codes. */
function forcedError(code: string, node: string): Error {
  if (code === "effectUnknown") return new Error("broken off by the test");
  if (code === "timeout") return new SignalboxError("NODE_TIMEOUT", `node "${node}" gave no answer: forced by the test`, { node });
  return new ToolError(code, "forced by the test");
}

/** Rejects with the signal's reason. */
const untilEnded = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    const end = () => reject(signal.reason);
    if (signal.aborted) end();
    signal.addEventListener("abort", end, { once: true });
  });
