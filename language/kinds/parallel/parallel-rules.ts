/** Rules of parallel: each branch is sound, reaches the join or leaves by a declared edge, and no two write one channel. */

import type { Issue } from "../../issues/issue.ts";
import { behaviourOf } from "../../registry/channels.ts";
import type { RuleContext } from "../../rules/rule-context.ts";
import { namePattern } from "../../terms/reserved.ts";
import { bodyEdges, checkBody, join, normalBody } from "../body/body.ts";
import type { ParallelData } from "./parallel.ts";

export function checkParallel(node: ParallelData, context: RuleContext): Issue[] {
  const branches = Object.entries(node.branches);
  const targets = [...context.nodeNames, ...context.stops.filter((stop) => stop !== "wait"), join];
  const law = 'a branch leads to "join", or leaves early for a node or an end';
  return [
    ...(branches.length > 0
      ? []
      : [context.issue("WRONG_VALUE", ["branches"], "there are no branches.", { hint: "Declare at least one." })]),
    ...branches.flatMap(([name, body]) => [
      ...checkName(context, name),
      ...checkBody(context, { node: body, path: ["branches", name], targets, law }),
    ]),
    ...checkWriters(context, node),
  ];
}

function checkName(context: RuleContext, name: string): Issue[] {
  if (namePattern.test(name)) return [];
  return [
    context.issue("BAD_NAME", ["branches", name], `"${name}" is no name for a branch.`, {
      hint: "Use a letter, then letters, digits, _ or -.",
    }),
  ];
}

/** Branches run in one step: a channel without a reducer has room for one writer. */
function checkWriters(context: RuleContext, { branches }: ParallelData): Issue[] {
  const writers = new Map<string, string>();
  return Object.entries(branches).flatMap(([branch, body]) => {
    const channels = new Set(bodyEdges(normalBody(body, context)).flatMap(({ writes }) => writes));
    return [...channels].flatMap((channel) => {
      const other = writers.get(channel);
      const definition = Object.hasOwn(context.registry.state, channel) ? context.registry.state[channel] : undefined;
      writers.set(channel, other ?? branch);
      if (other === undefined || !definition || behaviourOf(definition) !== "replace") return [];
      return [
        context.issue(
          "TWO_WRITERS",
          ["branches", branch, "writes"],
          `branches "${other}" and "${branch}" both write the channel "${channel}", and one would be lost.`,
          {
            hint: "Give each a channel of its own, or make it a list.",
          },
        ),
      ];
    });
  });
}
