/** All that a graph declares and a test could take, as data: what coverage is counted against. Runs nothing. */

import type { Drawing, Stroke } from "../../draw/drawing/drawing.ts";
import { drawingOf } from "../../draw/drawing/drawing-of.ts";
import { strokes } from "../../draw/drawing/node-parts.ts";
import { edgesOf, signalEdges } from "../../language/graph/edges-of.ts";
import type { GraphData } from "../../language/graph/graph-data.ts";
import type { NormalGraph, NormalNode, NormalPlain } from "../../language/graph/normal-graph.ts";
import { normalise } from "../../language/graph/normalise.ts";
import { bodiesOf, joiningEdges } from "../../language/kinds/all.ts";
import { dueText } from "../../language/kinds/interrupt/deadlines.ts";
import { registryOf } from "../../language/registry/registry-of.ts";
import type { Edge } from "../../language/terms/edge.ts";
import { branchLabel, JOIN } from "../../language/terms/labels.ts";
import { bodyKey, bodyName, OUTSIDE } from "../../language/terms/visit-name.ts";
import type { Reason } from "../forcing/not-forced.ts";
import { deadlineEffect } from "../text/deadline-note.ts";
import { EVERY_NODE } from "./part.ts";
import { type Reasons, reasonsOf } from "./reasons.ts";

/** What an edge is for. */
export type EdgeKind = Stroke | "signal";

export interface DeclaredNode {
  /** A branch is `<node>.<branch>`, the body of an each node `<node>.do`. */
  readonly node: string;
  /** Why no test can enter it. */
  readonly reason?: Reason;
}
export interface DeclaredEdge {
  /** `*` for an edge that every node inherits, `(outside)` for a signal. */
  readonly node: string;
  readonly label: string;
  readonly target: string;
  readonly kind: EdgeKind;
  /** The nodes that inherit it. */
  readonly inheritedBy?: readonly string[];
  readonly reason?: Reason;
}
export interface DeclaredDeadline {
  readonly node: string;
  /** Which of the node's deadlines. */
  readonly index: number;
  /** `after 1h`, `at order.dueAt`, `every 1d`. */
  readonly due: string;
  readonly does: string;
  readonly reason?: Reason;
}

export interface GraphParts {
  readonly graph: string;
  readonly version: number;
  readonly nodes: readonly DeclaredNode[];
  readonly edges: readonly DeclaredEdge[];
  readonly deadlines: readonly DeclaredDeadline[];
  readonly drawing: Drawing;
}

export function graphParts(graph: GraphData): GraphParts {
  const registry = registryOf(graph);
  const normal = normalise(graph, registry);
  const reasons = reasonsOf(normal, registry);
  const units = Object.entries(normal.nodes).flatMap(unitsOf(reasons));
  return {
    graph: graph.id,
    version: graph.version,
    nodes: units.map((unit) => ({ node: unit.name, ...because(unitReason(unit, reasons)) })),
    edges: [...units.flatMap(({ edges }) => edges), ...inheritedEdges(normal, reasons), ...signals(normal, reasons)],
    deadlines: units.flatMap((unit) => deadlinesOf(unit, reasons)),
    drawing: drawingOf(normal),
  };
}

/** A node, or a body inside one. */
interface Unit {
  readonly name: string;
  readonly node: NormalNode;
  /** The node around a body. */
  readonly holder?: string;
  /** Without those that it inherits. */
  readonly edges: readonly DeclaredEdge[];
}

const unitsOf =
  (reasons: Reasons) =>
  ([name, node]: [string, NormalNode]): Unit[] => [
    { name, node, edges: nodeEdges(name, node, reasons) },
    ...Object.entries(bodiesOf(node)).map(([key, body]) => {
      const inside = bodyName(name, key);
      return { name: inside, node: body, holder: name, edges: edgesToJoin(inside, body, { holder: name, node, reasons }) };
    }),
  ];

const nodeEdges = (name: string, node: NormalNode, reasons: Reasons): DeclaredEdge[] =>
  edgesOf(node)
    .filter(({ inherited }) => !inherited)
    .map((edge) => ({ ...declared(name, edge), ...because(reasons.get(`${name} ${edge.label}`)) }));

interface Holder {
  readonly holder: string;
  readonly node: NormalNode;
  readonly reasons: Reasons;
}

/** A body's own edges are those to its join; where it leaves early, the edge is the holder's. */
const edgesToJoin = (name: string, body: NormalPlain, { holder, node, reasons }: Holder): DeclaredEdge[] => {
  const edges = joiningEdges(node, body);
  const usual = edges.find(({ target }) => target === JOIN);
  return edges.map((edge) => {
    const own = reasons.get(`${name} ${edge.label}`);
    const first = edge === usual ? reasons.get(`${holder} next`) : undefined; // every way through the holder takes it
    return { ...declared(name, edge), ...because(own ?? first) };
  });
};

const declared = (node: string, { label, target, type }: Edge): DeclaredEdge => ({
  node,
  label,
  target,
  kind: type === "signal" ? type : strokes[type],
});

/** One edge a label and target: it is taken when any node takes it. */
function inheritedEdges({ nodes }: NormalGraph, reasons: Reasons): DeclaredEdge[] {
  const all = Object.entries(nodes).flatMap(([name, node]) => edgesOf(node).flatMap((edge) => (edge.inherited ? [{ name, edge }] : [])));
  const labels = new Map(all.map(({ edge }) => [edge.label, edge]));
  return [...labels.values()].map((edge) => {
    const inheritedBy = all.flatMap(({ name, edge: { label } }) => (label === edge.label ? [name] : []));
    const reason = inheritedBy.map((name) => reasons.get(`${name} ${edge.label}`)).find((one) => one !== undefined);
    return { ...declared(EVERY_NODE, edge), inheritedBy, ...because(reason) };
  });
}

const signals = (normal: NormalGraph, reasons: Reasons): DeclaredEdge[] =>
  signalEdges(normal).map((edge) => ({ ...declared(OUTSIDE, edge), ...because(reasons.get(`${OUTSIDE} ${edge.label}`)) }));

function deadlinesOf({ name, node, holder }: Unit, reasons: Reasons): DeclaredDeadline[] {
  if (!("deadlines" in node)) return [];
  const early = holder === undefined ? undefined : reasons.get(`${holder} ${branchLabel(bodyKey(holder, name), "expired")}`);
  const why = because(reasons.get(`${name} expired`) ?? early);
  return node.deadlines.map((deadline, index) => ({
    node: name,
    index,
    due: dueText(deadline),
    does: deadlineEffect(deadline),
    ...why,
  }));
}

/** A node that cannot be entered has no edge that can be taken. */
function unitReason({ edges, holder }: Unit, reasons: Reasons): Reason | undefined {
  if (edges.length > 0) return edges.every(({ reason }) => reason) ? edges[0]?.reason : undefined;
  return holder === undefined ? undefined : reasons.get(`${holder} next`);
}

const because = (reason: Reason | undefined): { readonly reason?: Reason } => (reason === undefined ? {} : { reason });
