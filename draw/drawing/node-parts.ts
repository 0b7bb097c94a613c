/** The boxes and lines of one node. A node that holds others is a fork, a box for each of them, and a join. */

import { edgesOf } from "../../language/graph/edges-of.ts";
import type { NormalNode } from "../../language/graph/normal-graph.ts";
import type { Edge } from "../../language/terms/edge.ts";
import { lookOf } from "../kind-looks.ts";
import type { Box, Line, Stroke } from "./drawing.ts";
import { boxOfTarget } from "./terminals.ts";

export interface Parts {
  readonly boxes: readonly Box[];
  readonly lines: readonly Line[];
}

/** Without what it inherits. */
export function partsOf(name: string, node: NormalNode): Parts {
  const own = edgesOf(node).filter((edge) => !edge.inherited);
  const bodies = Object.entries(lookOf(node).bodies?.(node) ?? {});
  const join = `${name} join`;
  const held = bodies.map(([body, inside]): Parts => {
    const id = `${name}.${body}`;
    const early = own
      .filter(({ label }) => label.startsWith(`${body}.`))
      .map((edge) => ({ ...edge, label: edge.label.slice(body.length + 1) }));
    const joining = edgesOf(inside).filter(({ target }) => target === "join");
    const lines = [...joining.map((edge) => ({ ...lineOf(id, inside, edge), to: join })), ...early.map((edge) => lineOf(id, inside, edge))];
    return { boxes: [boxOf(id, body, inside)], lines: [{ from: name, to: id, labels: [], stroke: "flow" }, ...lines] };
  });
  const isHeld = ({ label }: Edge) => bodies.some(([body]) => label.startsWith(`${body}.`));
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
  shape: lookOf(node).shape,
  name,
  detail: lookOf(node).detail(node),
});

function lineOf(from: string, node: NormalNode, { label, target }: Edge): Line {
  const note = noteOf(node, label);
  const text = label === "next" ? [] : [note === undefined ? shortened(label) : `${shortened(label)} ${note}`];
  return { from, to: boxOfTarget(target), labels: text, stroke: strokeOf(label) ?? lookOf(node).stroke, edges: [`${from} ${label}`] };
}

/** What a label is about says how its line looks; all others look as their kind says. */
const strokes: Readonly<Record<string, Stroke>> = {
  error: "error",
  effectUnknown: "error",
  failures: "error",
  expired: "deadline",
  exhausted: "bound",
  budget: "bound",
  lowConfidence: "bound",
};
export const strokeOf = (label: string): Stroke | undefined => strokes[label.split(":")[0] ?? ""];

/** The line's look already says "error", and its end to whom a hand-off goes. */
const shortened = (label: string): string => (label.startsWith("handoff:") ? "handoff" : label.replace(/^error:/, ""));

function noteOf(node: NormalNode, label: string): string | undefined {
  if (label === "exhausted" && node.visits) return `after ${node.visits.max}`;
  return lookOf(node).note?.(node, label);
}
