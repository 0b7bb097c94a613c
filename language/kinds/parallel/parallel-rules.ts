/** Rules of parallel: each branch is sound, reaches the join or leaves by a declared edge, and no two write one channel. */

import type { Issue } from "../../issues/issue.ts";
import { behaviourOf } from "../../registry/channels.ts";
import type { Place } from "../../rules/place.ts";
import { namePattern } from "../../terms/reserved.ts";
import { bodyEdges, checkBody, join, normalBody } from "../body/body.ts";
import type { ParallelData } from "./parallel.ts";

export function checkParallel(node: ParallelData, place: Place): Issue[] {
  const branches = Object.entries(node.branches);
  const targets = [...place.nodeNames, ...place.stops.filter((stop) => stop !== "wait"), join];
  const law = 'a branch leads to "join", or leaves early for a node or an end';
  return [
    ...(branches.length > 0 ? [] : [place.issue("WRONG_VALUE", ["branches"], "there are no branches.", { hint: "Declare at least one." })]),
    ...branches.flatMap(([name, body]) => [
      ...checkName(place, name),
      ...checkBody(place, { node: body, path: ["branches", name], targets, law }),
    ]),
    ...checkWriters(place, node),
  ];
}

function checkName(place: Place, name: string): Issue[] {
  if (namePattern.test(name)) return [];
  return [
    place.issue("BAD_NAME", ["branches", name], `"${name}" is no name for a branch.`, {
      hint: "Use a letter, then letters, digits, _ or -.",
    }),
  ];
}

/** Branches run in one step: a channel without a reducer has room for one writer. */
function checkWriters(place: Place, { branches }: ParallelData): Issue[] {
  const writers = new Map<string, string>();
  return Object.entries(branches).flatMap(([branch, body]) => {
    const channels = new Set(bodyEdges(normalBody(body, place.surroundings)).flatMap(({ writes }) => writes));
    return [...channels].flatMap((channel) => {
      const other = writers.get(channel);
      const definition = Object.hasOwn(place.registry.state, channel) ? place.registry.state[channel] : undefined;
      writers.set(channel, other ?? branch);
      if (other === undefined || !definition || behaviourOf(definition) !== "replace") return [];
      return [
        place.issue(
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
