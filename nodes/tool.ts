/** A tool: an action in the world. With `once` it acts at most once; an unknown outcome has a label of its own. */
import type { NormalTool } from "../language/kinds/tool/tool-node.ts";
import { failureOf, invokeTool, limitOf } from "./attempts/invoke-tool.ts";
import { declaredRetryable, runAttempts } from "./attempts/run-attempts.ts";
import type { Call, Outcome } from "./call/kind.ts";
import { placeOutput } from "./call/place-output.ts";
import { takeArgs } from "./call/take-args.ts";

export async function runTool(call: Call<NormalTool>): Promise<Outcome> {
  const { node, name, registry, ports, scope } = call;
  const tool = registry.tools?.[node.tool];
  if (!tool) throw new TypeError(`registry has no tool "${node.tool}"`);
  const args = await takeArgs<Record<string, unknown>>(call, tool.args, node.args);
  await ports.started(scope);
  const attempts = {
    isRetryable: declaredRetryable(tool.errors),
    limit: limitOf(tool),
    failureOf: (error: unknown) => failureOf(tool, name, error),
  };
  return runAttempts(call, attempts, async (attempt) => ({
    label: "next",
    writes: placeOutput(node.writes, await invokeTool(call, { tool, args, attempt })),
  }));
}
