/** The drawing of a graph with what its tests have left marked. */

import type { Drawing, Mark } from "../../draw/drawing/drawing.ts";
import { markUntaken } from "../../draw/drawing/mark-untaken.ts";
import { labelInBranch } from "../../language/terms/labels.ts";
import { bodyName } from "../../language/terms/visit-name.ts";
import { type CoveredGraph, isUnforced, isUntaken } from "./covered-graph.ts";

type Found = Parameters<typeof isUntaken>[0];

export function coveredDrawing(graph: CoveredGraph): Drawing {
  const { declared, taken, percent } = graph.parts.edges;
  const bodies = new Set(graph.nodes.map(({ node }) => node));
  const marks = {
    nodes: new Map(graph.nodes.flatMap((one) => marked(one.node, one))),
    edges: new Map(graph.edges.flatMap((one) => marked(lineKey(one, bodies), one))),
  };
  return { ...markUntaken(graph.drawing, marks), subtitle: `Tests take ${taken} of ${declared} edges, ${percent} %.` };
}

function marked(key: string, found: Found): [string, Mark][] {
  if (isUntaken(found)) return [[key, "untaken"]];
  return isUnforced(found) ? [[key, "unforced"]] : [];
}

/** A drawing begins a branch's early edge at the branch, and a signal's outside. */
function lineKey({ node, label, kind }: CoveredGraph["edges"][number], bodies: ReadonlySet<string>): string {
  if (kind === "signal") return `* ${label}`;
  const branch = [...bodies].find((body) => labelInBranch(body, bodyName(node, label)) !== undefined);
  return branch === undefined ? `${node} ${label}` : `${branch} ${labelInBranch(branch, bodyName(node, label))}`;
}
