/** Every edge leads somewhere: to a node, to `end` or to `wait`. */
import { edgesOf } from "../edges-of.ts";
import type { GraphData } from "../graph-data.ts";
import type { Issue, IssuePath } from "../issue.ts";
import { normalise } from "../normalise.ts";
import type { Registry } from "../registry.ts";
import { issueAt, nearestAdvice } from "./place.ts";
import { valueAt } from "./shape.ts";

const stops = ["end", "wait"];

interface Targets {
  readonly registry: Registry;
  readonly graph: GraphData;
  readonly nodeNames: readonly string[];
}

export function checkTargets({ registry, graph, nodeNames }: Targets): Issue[] {
  const check = (path: IssuePath, target: string | undefined, known: readonly string[]): Issue[] => {
    if (target === undefined || known.includes(target)) return [];
    return [issueAt("UNKNOWN_TARGET", path, `there is no node "${target}".`, nearestAdvice(target, known, path))];
  };
  const all = [...nodeNames, ...stops];
  const edges = Object.entries(normalise(graph, registry).nodes).flatMap(([name, node]) =>
    edgesOf(node).flatMap(({ target, path, label, inherited }) => {
      // a handoff's target is its key: the agent's own rule reports it
      if (inherited || label.startsWith("handoff:")) return [];
      return check(writtenAt(graph, ["nodes", name, ...path]), target, all);
    }),
  );
  return [
    ...check(["start"], graph.start, nodeNames),
    ...check(["defaults", "onError"], graph.defaults?.onError, all),
    ...check(["budget", "next"], graph.budget?.next, all),
    ...edges,
  ];
}

/** `onError: "x"` is `onError.default` once normalised: the place is where the declaration says it. */
function writtenAt(graph: GraphData, path: IssuePath): IssuePath {
  return valueAt(graph, path) === undefined ? path.slice(0, -1) : path;
}
