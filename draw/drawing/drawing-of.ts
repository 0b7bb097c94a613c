/** The drawing of a graph: one box per node, one line per outcome. Inherited edges become one box, not a line from each node. */

import { edgesOf, signalEdges } from "../../language/graph/edges-of.ts";
import type { NormalGraph } from "../../language/graph/normal-graph.ts";
import { signalOf } from "../../language/terms/labels.ts";
import type { Box, Drawing, Line } from "./drawing.ts";
import { partsOf, strokes } from "./node-parts.ts";
import { shortenLines } from "./shorten-lines.ts";
import { boxOfTarget, labelsTo, special, terminalBoxes } from "./terminals.ts";

const start: Box = { id: special("start"), shape: "start", name: "start" };
const defaults: Box = { id: special("defaults"), shape: "defaults", name: "every node", detail: "by default" };
const outside: Box = { id: special("outside"), shape: "outside", name: "from outside", detail: "at any node" };

/**
 * The drawing of a graph: one box per node, one line per outcome. Edges that every node inherits start at one box.
 * @example
 * console.log(mermaidOf(drawingOf(normalise(supportDesk, registryOf(supportDesk)))));
 */
export function drawingOf(graph: NormalGraph): Drawing {
  const parts = Object.entries(graph.nodes).map(([name, node]) => partsOf(name, node));
  const lines = [
    { from: start.id, to: graph.start, labels: [], stroke: "flow" } satisfies Line,
    ...parts.flatMap((part) => part.lines),
    ...inheritedLines(graph),
    ...signalLines(graph),
  ];
  return shortenLines({
    title: `${graph.id}, version ${graph.version}`,
    ...(graph.description !== undefined && { subtitle: graph.description }),
    boxes: [start, ...parts.flatMap((part) => part.boxes), defaults, outside, ...terminalBoxes(graph.endsWith)],
    lines: merge(lines),
  });
}

function inheritedLines({ nodes }: NormalGraph): Line[] {
  const edges = Object.values(nodes).flatMap((node) => edgesOf(node).filter(({ inherited }) => inherited));
  const distinct = new Map(edges.map((edge) => [`${edge.label} ${edge.target}`, edge]));
  return [...distinct.values()].map(({ label, target, type }) => ({
    from: defaults.id,
    to: boxOfTarget(target),
    labels: labelsTo(target, [label]),
    stroke: strokes[type],
    edges: [`* ${label}`],
  }));
}

function signalLines(graph: NormalGraph): Line[] {
  return signalEdges(graph).map(({ label, target, type }): Line => {
    const name = signalOf(label) ?? label;
    return {
      from: outside.id,
      to: boxOfTarget(target),
      labels: labelsTo(target, [`${name} · ${graph.signals[name]?.by.join(", ")}`]),
      stroke: strokes[type],
      edges: [`* ${label}`],
    };
  });
}

/** Lines of one look between the same boxes become one line with all their labels. */
function merge(lines: readonly Line[]): Line[] {
  const merged = new Map<string, Line>();
  for (const line of lines) {
    const key = `${line.from} ${line.to} ${line.stroke}`;
    const before = merged.get(key);
    merged.set(key, before ? both(before, line) : line);
  }
  return [...merged.values()];
}

const both = (a: Line, b: Line): Line => ({
  ...a,
  labels: [...labelsOf(a), ...labelsOf(b)],
  edges: [...(a.edges ?? []), ...(b.edges ?? [])],
});

/** Beside another label, `next` has to be said. */
const labelsOf = ({ labels }: Line): readonly string[] => (labels.length === 0 ? ["next"] : labels);
