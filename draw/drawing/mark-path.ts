/** Highlights the path of a turn in a drawing: everything else becomes faint. */
import { declaredName } from "../../language/terms/visit-name.ts";
import type { Box, Drawing, Line } from "./drawing.ts";

export interface MarkedStep {
  readonly node: string;
  readonly label: string;
}

export function markPath(drawing: Drawing, steps: readonly MarkedStep[]): Drawing {
  const nodes = new Set(drawing.boxes.map(({ id }) => id));
  const taken = new Set(steps.flatMap((step) => edgeTaken(step, drawing.lines, nodes)));
  const own = drawing.lines.filter(({ edges }) => edges?.some((edge) => taken.has(edge)));
  const reached = new Set(own.flatMap(({ from, to }) => [from, to]));
  const begins = (id: string) => reached.has(id) || drawing.boxes.some((box) => box.id === id && box.shape === "start");
  const isTaken = (line: Line) => (line.edges ? own.includes(line) : begins(line.from) && reached.has(line.to));
  const kept = new Set(drawing.lines.filter(isTaken).flatMap(({ from, to }) => [from, to]));
  return {
    ...drawing,
    boxes: drawing.boxes.map((box): Box => (kept.has(box.id) ? box : { ...box, faint: true })),
    lines: drawing.lines.map((line): Line => (isTaken(line) ? line : { ...line, faint: true })),
  };
}

/** The node's own edge, or the one that it inherits. An item of `each` is the body that all items share. */
function edgeTaken({ node, label }: MarkedStep, lines: readonly Line[], nodes: ReadonlySet<string>): string[] {
  const name = declaredName(node);
  if (!nodes.has(name)) return [];
  const [own, inherited] = [`${name} ${label}`, `* ${label}`];
  return lines.some(({ edges }) => edges?.includes(own)) ? [own] : [inherited];
}
