/** Runs a tool for a visit: with `once` through the record of its effect, so that it acts at most once whatever comes between. */
import type { NormalNode } from "../language/normal-graph.ts";
import type { Tool } from "../language/registry.ts";
import { type Attempt, contextFor, visitKey } from "./context.ts";
import type { Call } from "./kind.ts";

export interface Act {
  readonly tool: Tool;
  /** Already parsed. */
  readonly args: Readonly<Record<string, unknown>>;
  readonly attempt: Attempt;
}

export async function act(call: Call<NormalNode>, { tool, args, attempt }: Act): Promise<unknown> {
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
