/** A tool: an action in the world. With `once` it acts at most once; where nobody can know whether it has, that is a label of its own. */
import { mayOverlap } from "../language/effects.ts";
import type { NormalTool } from "../language/kinds/tool.ts";
import { act } from "./act.ts";
import { isEffectUnknown } from "./effect-unknown.ts";
import type { Call, Outcome } from "./kind.ts";
import { placeOutput } from "./place-output.ts";
import { declaredRetryable, runAttempts } from "./run-attempts.ts";
import { takeArgs } from "./take-args.ts";

export async function runTool(call: Call<NormalTool>): Promise<Outcome> {
  const { node, registry, ports, scope } = call;
  const tool = registry.tools?.[node.tool];
  if (!tool) throw new TypeError(`registry has no tool "${node.tool}"`);
  const args = takeArgs<Record<string, unknown>>(call, tool.args, node.args);
  await ports.started(scope);
  return runAttempts(call, { isRetryable: declaredRetryable(tool.errors), mayOverlap: mayOverlap(tool) }, async (attempt) => {
    try {
      return { label: "next", writes: placeOutput(node.writes, await act(call, { tool, args, attempt })) };
    } catch (error) {
      if (node.onUnknown === undefined || !isEffectUnknown(error)) throw error;
      return { label: "effectUnknown", error: { code: error.code, message: error.message } };
    }
  });
}
