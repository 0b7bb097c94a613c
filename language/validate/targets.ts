/** Every edge leads somewhere: to a node, to `end` or to `wait`. */

import type { Flow } from "../graph/flow-graph.ts";
import type { GraphData } from "../graph/graph-data.ts";
import type { Issue, IssuePath } from "../issues/issue.ts";
import { issueAt, nearestAdvice } from "../rules/rule-context.ts";
import { END, endingOf, handoffTarget, JOIN } from "../terms/labels.ts";
import { valueAt } from "./shape.ts";

interface Targets {
  readonly graph: GraphData;
  readonly flow: Flow;
  readonly nodeNames: readonly string[];
  readonly stops: readonly string[];
}

export function checkTargets({ graph, flow, nodeNames, stops }: Targets): Issue[] {
  const check = (path: IssuePath, target: string | undefined, known: ReadonlySet<string>): Issue[] => {
    if (target === undefined || known.has(target)) return [];
    return [issueAt("UNKNOWN_TARGET", path, whyUnknown(target, stops), nearestAdvice(target, known, path))];
  };
  const nodes = new Set(nodeNames);
  const all = new Set([...nodeNames, ...stops]);
  const edges = [...flow.edges].flatMap(([name, out]) =>
    out.flatMap(({ target, path, label, inherited }) => {
      // a handoff's target is its key, and a branch may go elsewhere than a node: their own rules report them
      if (all.has(target) || inherited || handoffTarget(label) !== undefined || path[0] === "branches") return [];
      return check(writtenAt(graph, ["nodes", name, ...path]), target, all);
    }),
  );
  return [
    ...check(["start"], graph.start, nodes),
    ...check(["defaults", "onError"], graph.defaults?.onError, all),
    ...Object.entries(graph.signals ?? {}).flatMap(([name, { next }]) => check(["signals", name, "next"], next, all)),
    ...check(["budget", "next"], graph.budget?.next, all),
    ...edges,
  ];
}

function whyUnknown(target: string, stops: readonly string[]): string {
  if (target === END && !stops.includes(END)) return 'this graph declares how it ends, so a plain "end" is not enough.';
  const ending = endingOf(target);
  if (ending !== undefined) return `the graph declares no ending "${ending}" under \`endsWith\`.`;
  if (target === JOIN) return '"join" is a target only inside each and parallel.';
  return `there is no node "${target}".`;
}

/** `onError: "x"` is `onError.default` once normalised: the place is where the declaration says it. */
function writtenAt(graph: GraphData, path: IssuePath): IssuePath {
  return valueAt(graph, path) === undefined ? path.slice(0, -1) : path;
}
