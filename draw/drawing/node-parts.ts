/** The boxes and lines of one node. A node that holds others is a fork, a box for each of them, and a join. */

import { edgesOf } from "../../language/graph/edges-of.ts";
import type { NormalNode } from "../../language/graph/normal-graph.ts";
import { bodiesOf, joiningEdges } from "../../language/kinds/all.ts";
import type { Edge, EdgeType } from "../../language/terms/edge.ts";
import { DEFAULT_CODE, errorCodeOf, FAILURES, handoffTarget, labelInBranch } from "../../language/terms/labels.ts";
import { bodyName } from "../../language/terms/visit-name.ts";
import { lookOf } from "../kind-looks.ts";
import type { Box, Line, Stroke } from "./drawing.ts";
import { boxOfTarget, labelsTo } from "./terminals.ts";

export interface Parts {
  readonly boxes: readonly Box[];
  readonly lines: readonly Line[];
}

/** Without what it inherits. */
export function partsOf(name: string, node: NormalNode): Parts {
  const own = edgesOf(node).filter((edge) => !edge.inherited);
  const bodies = Object.entries(bodiesOf(node));
  const join = `${name} join`;
  const held = bodies.map(([body, inside]): Parts => {
    const id = bodyName(name, body);
    const early = own.flatMap((edge) => {
      const label = labelInBranch(body, edge.label);
      return label === undefined ? [] : [{ ...edge, label }];
    });
    const joining = joiningEdges(node, inside);
    const lines = [...joining.map((edge) => joiningLine(id, inside, { edge, join })), ...early.map((edge) => lineOf(id, inside, edge))];
    return { boxes: [boxOf(id, body, inside)], lines: [{ from: name, to: id, labels: [], stroke: "flow" }, ...lines] };
  });
  const isHeld = ({ label }: Edge) => bodies.some(([body]) => labelInBranch(body, label) !== undefined);
  const isAfter = ({ label }: Edge) => lookOf(node).afterJoin?.includes(label) === true;
  const lines = own.filter((edge) => !isHeld(edge)).map((edge) => ({ ...lineOf(name, node, edge), from: isAfter(edge) ? join : name }));
  const joins: Box[] = bodies.length > 0 ? [{ id: join, shape: "join", name: "join" }] : [];
  return {
    boxes: [boxOf(name, name, node), ...held.flatMap(({ boxes }) => boxes), ...joins],
    lines: [...held.flatMap((parts) => parts.lines), ...lines],
  };
}

const boxOf = (id: string, name: string, node: NormalNode): Box => ({
  id,
  shape: node.kind,
  name,
  detail: lookOf(node).detail(node),
});

function lineOf(from: string, node: NormalNode, { label, target, type }: Edge): Line {
  const note = noteOf(node, label);
  const text = label === "next" ? [] : [note === undefined ? shortened(label) : `${shortened(label)} ${note}`];
  return { from, to: boxOfTarget(target), labels: labelsTo(target, text), stroke: strokes[type], edges: [`${from} ${label}`] };
}

function joiningLine(from: string, node: NormalNode, { edge, join }: { edge: Edge; join: string }): Line {
  const line = { ...lineOf(from, node, edge), to: join };
  return edge.target === FAILURES ? { ...line, stroke: "error" } : line;
}

export const strokes: Readonly<Record<EdgeType, Stroke>> = {
  flow: "flow",
  decision: "decision",
  signal: "decision",
  error: "error",
  deadline: "deadline",
  unsure: "bound",
  bound: "bound",
};

/** The line's look already says "error", and its end to whom a hand-off goes. */
function shortened(label: string): string {
  if (handoffTarget(label) !== undefined) return "handoff";
  const code = errorCodeOf(label);
  return code === undefined || code === DEFAULT_CODE ? label : code;
}

function noteOf(node: NormalNode, label: string): string | undefined {
  if (label === "exhausted" && node.visits) return `after ${node.visits.max}`;
  return lookOf(node).note?.(node, label);
}
