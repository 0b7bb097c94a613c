/** The drawing of a graph: a box a node, a line an outcome. What every node inherits becomes one box, not a line from each. */
import type { Edge } from "../language/edge.ts";
import { edgesOf } from "../language/edges-of.ts";
import type { NormalGraph, NormalNode } from "../language/normal-graph.ts";
import type { Box, Drawing, Line, Shape, Stroke } from "./drawing.ts";
import { lookOf } from "./kind-looks.ts";
import { shortenLines } from "./shorten-lines.ts";

/** Ids of boxes that are no nodes: no node's name begins so. */
const start = "$start";
const defaults = "$defaults";
const terminals: Readonly<Record<string, Shape>> = { end: "end", wait: "wait" };
const boxOfTarget = (target: string): string => (target in terminals ? `$${target}` : target);

export function drawingOf(graph: NormalGraph): Drawing {
  const nodes = Object.entries(graph.nodes);
  const ways = nodes.map(([name, node]) => ({ name, node, edges: edgesOf(node) }));
  const own = ways.flatMap(({ name, node, edges }) => edges.filter((edge) => !edge.inherited).map((edge) => lineOf(name, node, edge)));
  const inherited = inheritedLines(ways.flatMap(({ edges }) => edges.filter((edge) => edge.inherited)));
  const lines = merge([{ from: start, to: graph.start, labels: [], stroke: "flow" }, ...own, ...inherited]);
  const boxes: Box[] = [
    { id: start, shape: "start", name: "start" },
    ...nodes.map(([name, node]) => ({ id: name, shape: lookOf(node).shape, name, detail: lookOf(node).detail(node) })),
    ...(inherited.length > 0
      ? [{ id: defaults, shape: "defaults", name: "every node", detail: "unless it says otherwise" } satisfies Box]
      : []),
    ...Object.entries(terminals).map(([name, shape]) => ({ id: boxOfTarget(name), shape, name })),
  ];
  return shortenLines({
    title: `${graph.id}, version ${graph.version}`,
    ...(graph.description !== undefined && { subtitle: graph.description }),
    boxes,
    lines,
  });
}

function lineOf(from: string, node: NormalNode, { label, target }: Edge): Line {
  const note = noteOf(node, label);
  const text = label === "next" ? [] : [note === undefined ? shortened(label) : `${shortened(label)} ${note}`];
  return { from, to: boxOfTarget(target), labels: text, stroke: strokeOf(node, label) };
}

/** What a label is about says how its line looks; all others look as their kind says. */
const strokes: Readonly<Record<string, Stroke>> = {
  error: "error",
  expired: "deadline",
  exhausted: "bound",
  budget: "bound",
  lowConfidence: "bound",
};
const strokeOf = (node: NormalNode, label: string): Stroke => strokes[label.split(":")[0] ?? ""] ?? lookOf(node).stroke;

/** The line's look already says "error", and its end to whom a hand-off goes. */
const shortened = (label: string): string => (label.startsWith("handoff:") ? "handoff" : label.replace(/^error:/, ""));

function noteOf(node: NormalNode, label: string): string | undefined {
  if (label === "exhausted" && node.visits) return `after ${node.visits.max}`;
  return lookOf(node).note(node, label);
}

function inheritedLines(edges: readonly Edge[]): Line[] {
  const distinct = new Map(edges.map((edge) => [`${edge.label} ${edge.target}`, edge]));
  return [...distinct.values()].map(({ label, target }) => ({
    from: defaults,
    to: boxOfTarget(target),
    labels: [label],
    stroke: strokes[label] ?? "flow",
  }));
}

/** Lines of one look between the same boxes become one line with all their labels. */
function merge(lines: readonly Line[]): Line[] {
  const merged = new Map<string, Line>();
  for (const line of lines) {
    const key = `${line.from} ${line.to} ${line.stroke}`;
    const before = merged.get(key);
    merged.set(key, before ? { ...before, labels: [...labelsOf(before), ...labelsOf(line)] } : line);
  }
  return [...merged.values()];
}

/** Beside another label, `next` has to be said. */
const labelsOf = ({ labels }: Line): readonly string[] => (labels.length === 0 ? ["next"] : labels);
