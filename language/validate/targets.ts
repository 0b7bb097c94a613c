/** Every edge leads somewhere: to a node, to `end` or to `wait`. */

import type { Flow } from "../graph/flow-graph.ts";
import type { GraphData } from "../graph/graph-data.ts";
import type { Issue, IssuePath } from "../issues/issue.ts";
import { nearest, nearestHint } from "../issues/nearest.ts";
import { issueAt, nearestAdvice } from "../rules/rule-context.ts";
import { END, endingOf, handoffTarget, JOIN, WAIT, waitedFor, waitTarget } from "../terms/labels.ts";
import { valueAt } from "./shape.ts";

interface Targets {
  readonly graph: GraphData;
  readonly flow: Flow;
  readonly nodeNames: readonly string[];
  readonly stops: readonly string[];
}

export function checkTargets({ graph, flow, nodeNames, stops }: Targets): Issue[] {
  const nodes = new Set(nodeNames);
  const check = (path: IssuePath, target: string | undefined, known: ReadonlySet<string>): Issue[] => {
    if (target === undefined || known.has(target)) return [];
    const waits = waitedFor(target);
    if (waits !== undefined && known.has(WAIT)) return nodes.has(waits) ? [] : [unknownWait(waits, nodeNames, path)];
    return [issueAt("UNKNOWN_TARGET", path, whyUnknown(target, stops), nearestAdvice(target, known, path))];
  };
  const all = new Set([...nodeNames, ...stops]);
  const edges = [...flow.edges].flatMap(([name, out]) =>
    out.flatMap(({ target, path, label, inherited }) => {
      // a handoff's target is its key, and a branch may go elsewhere than a node: their own rules report them
      if (inherited || handoffTarget(label) !== undefined || path[0] === "branches") return [];
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

/** The targets `wait:<node>` are too many to be listed. */
function unknownWait(node: string, nodeNames: readonly string[], path: IssuePath): Issue {
  const best = nearest(node, nodeNames);
  const message = `there is no node "${node}" that the next message could enter.`;
  if (best === undefined) return issueAt("UNKNOWN_TARGET", path, message, { hint: nearestHint(node, nodeNames) });
  const value = waitTarget(best);
  return issueAt("UNKNOWN_TARGET", path, message, { hint: `Did you mean "${value}"?`, repair: { op: "replace", path, value } });
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
