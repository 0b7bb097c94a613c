/** Runs a tool for a visit: with `once` through the record of its effect, so that it acts at most once across retries, crashes and hand-overs. */

import type { NormalNode } from "../../language/graph/normal-graph.ts";
import { SignalboxError } from "../../language/issues/errors.ts";
import { mayBeUnknown, mayOverlap } from "../../language/registry/effects.ts";
import type { Tool } from "../../language/registry/registry.ts";
import { parseValue } from "../../language/schema/sides/read-value.ts";
import { walkStorable } from "../../language/schema/storable.ts";
import { type Attempt, constantsFor, contextFor, visitKey } from "../call/context.ts";
import type { Call } from "../call/kind.ts";
import { effectUnknown } from "./failures.ts";
import { ignoredAbort, type Limited } from "./time-limit.ts";

export interface ToolInvocation {
  readonly tool: Tool;
  /** Already parsed. */
  readonly args: Readonly<Record<string, unknown>>;
  readonly attempt: Attempt;
}

/** How a timeout treats a tool. A tool without an effect, or with one that may be repeated, is not waited for; a late result of an effect counts. */
export const limitOf = (tool: Tool): Pick<Limited, "mayAct" | "keepsLate"> => ({
  mayAct: !mayOverlap(tool),
  keepsLate: mayBeUnknown(tool),
});

/** A tool that ignored its abort signal may still act: then the outcome of its effect is unknown. */
export const failureOf = (tool: Tool, node: string, error: unknown): unknown =>
  mayBeUnknown(tool) && ignoredAbort(error) ? effectUnknown(node, error) : error;

export async function invokeTool(call: Call<NormalNode>, { tool, args, attempt }: ToolInvocation): Promise<unknown> {
  const constants = await constantsFor(call, tool.with);
  if (!tool.once) return parseValue(tool.output, await tool.run(args, contextFor(call, attempt, { constants })));
  const key = visitKey(
    call,
    tool.once.map((name) => args[name]),
  );
  const { effect: kind = "outside" } = tool;
  if (kind === "none") throw new TypeError("a tool without an effect has no once");
  const isWithin = kind === "transaction";
  const refused: SignalboxError[] = [];
  const output = await call.ports.once(call.scope, { key, kind }, async (sql) => {
    const given = await tool.run(args, contextFor(call, attempt, { constants, sql, key }));
    // a misfit rolls the transaction back; an effect outside has happened
    const kept = isWithin ? await parseValue(tool.output, given) : given;
    const refusal = kept === undefined ? undefined : refusalOf(call, kept);
    if (refusal && isWithin) throw refusal;
    if (refusal) refused.push(refusal);
    return refusal ? undefined : kept;
  });
  for (const refusal of refused) throw refusal;
  return isWithin ? output : parseValue(tool.output, output);
}

/** A later attempt gets the output from the record, and must not get another one. */
function refusalOf({ node, name }: Call<NormalNode>, output: unknown): SignalboxError | undefined {
  const { unstorable } = walkStorable(output);
  if (!unstorable) return undefined;
  const place = ["output", ...unstorable.path].join(".");
  const message = `node "${name}" called a tool with \`once\` whose output cannot be stored, at ${place}: ${unstorable.problem}`;
  return new SignalboxError("UNSTORABLE_STATE", message, { node: name, kind: node.kind, path: unstorable.path });
}
