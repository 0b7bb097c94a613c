/** Plays one answer of a node's script as registry code would: resolves, fails, or lasts until its signal. */
import type { Context } from "../language/context.ts";
import { SignalboxError, ToolError } from "../language/errors.ts";
import type { NodeAnswer } from "./node-script.ts";

export type Labelled = Extract<NodeAnswer, { readonly label: string }>;

export async function followScript(answer: NodeAnswer, { node, signal }: Pick<Context, "node" | "signal">): Promise<Labelled> {
  if ("error" in answer) throw forcedError(answer.error, node);
  if ("holds" in answer) return untilEnded(signal);
  return answer;
}

/** `timeout` and `effectUnknown` are as from outside, so that they are retried and routed as the real ones; all others are the tool's own word. */
export function forcedError(code: string, node: string): Error {
  if (code === "effectUnknown") return new Error("broken off by the test");
  if (code === "timeout") return new SignalboxError("NODE_TIMEOUT", `node "${node}" gave no answer: forced by the test`, { node });
  return new ToolError(code, "forced by the test");
}

const untilEnded = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    const end = () => reject(signal.reason);
    if (signal.aborted) end();
    signal.addEventListener("abort", end, { once: true });
  });
