/** A tool: an action in the world. With `once`, its effect and the record of it are one transaction. */
import type { NormalTool } from "../language/kinds/tool.ts";
import { type Attempt, contextFor, visitKey } from "./context.ts";
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

  const act = async (attempt: Attempt): Promise<unknown> => {
    if (!tool.once) return tool.output.parse(await tool.run(args, contextFor(call, attempt)));
    const key = visitKey(
      call,
      tool.once.map((name) => args[name]),
    );
    return ports.once(scope, key, async (sql) => tool.output.parse(await tool.run(args, contextFor(call, attempt, { sql, key }))));
  };
  return runAttempts(call, declaredRetryable(tool.errors), async (attempt) => ({
    label: "next",
    writes: placeOutput(node.writes, await act(attempt)),
  }));
}
