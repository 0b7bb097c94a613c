/** Runs a tool for a visit: with `once` through the record of its effect, so that it acts at most once whatever comes between. */

import type { NormalNode } from "../../language/graph/normal-graph.ts";
import { mayBeUnknown, mayOverlap } from "../../language/registry/effects.ts";
import type { Tool } from "../../language/registry/registry.ts";
import { type Attempt, contextFor, visitKey } from "../call/context.ts";
import type { Call } from "../call/kind.ts";
import { effectUnknown } from "./failures.ts";
import { ignoredAbort, type Limited } from "./time-limit.ts";

export interface ToolInvocation {
  readonly tool: Tool;
  /** Already parsed. */
  readonly args: Readonly<Record<string, unknown>>;
  readonly attempt: Attempt;
}

/** How the time of a tool is limited: what has no effect, or none when repeated, is not waited for; an effect's late end counts. */
export const limitOf = (tool: Tool): Pick<Limited, "mayAct" | "keepsLate"> => ({
  mayAct: !mayOverlap(tool),
  keepsLate: mayBeUnknown(tool),
});

/** The failure of a tool that was given up while it may still act is that nobody knows. */
export const failureOf = (tool: Tool, node: string, error: unknown): unknown =>
  mayBeUnknown(tool) && ignoredAbort(error) ? effectUnknown(node, error) : error;

export async function invokeTool(call: Call<NormalNode>, { tool, args, attempt }: ToolInvocation): Promise<unknown> {
  if (!tool.once) return tool.output.parse(await tool.run(args, contextFor(call, attempt)));
  const key = visitKey(
    call,
    tool.once.map((name) => args[name]),
  );
  const { effect: kind = "outside" } = tool;
  if (kind === "none") throw new TypeError("a tool without an effect has no once");
  const isWithin = kind === "transaction";
  const output = await call.ports.once(call.scope, { key, kind }, async (sql) => {
    const given = await tool.run(args, contextFor(call, attempt, { sql, key }));
    // a misfit takes the transaction back; what was done outside stays done
    return isWithin ? tool.output.parse(given) : given;
  });
  return isWithin ? output : tool.output.parse(output);
}
