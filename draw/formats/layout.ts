/** Gives every box, line and label its position (elkjs, layered). The same drawing always gets the same positions. */
import elk, { type ElkExtendedEdge, type ElkNode, type ElkPoint } from "elkjs/lib/elk.bundled.js";
import type { Box, Drawing, Line } from "../drawing/drawing.ts";
import type { Area } from "../shapes/outline.ts";
import { shapeStyles, sizeOf } from "./shape-styles.ts";
import { monospaceWidth } from "./text-size.ts";

const LABEL_PX = 11;
export const LABEL_LINE_PX = 14;

export interface PlacedBox extends Box {
  readonly area: Area;
}
export interface PlacedLine extends Line {
  /** From box to box; the ends lie on the boxes' outlines. */
  readonly points: readonly ElkPoint[];
  readonly text?: { readonly lines: readonly string[]; readonly area: Area };
}
export interface PlacedDrawing {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly PlacedBox[];
  readonly lines: readonly PlacedLine[];
}

const layoutOptions = {
  "elk.algorithm": "layered",
  "elk.direction": "DOWN",
  "elk.edgeRouting": "ORTHOGONAL",
  "elk.randomSeed": "1",
  "elk.layered.considerModelOrder.strategy": "PREFER_EDGES",
  "elk.layered.cycleBreaking.strategy": "DEPTH_FIRST",
  "elk.layered.nodePlacement.strategy": "LINEAR_SEGMENTS",
  "elk.layered.thoroughness": "40",
  "elk.edgeLabels.inline": "true",
  "elk.edgeLabels.placement": "CENTER",
  "elk.layered.spacing.nodeNodeBetweenLayers": "26",
  "elk.layered.spacing.edgeNodeBetweenLayers": "16",
  "elk.layered.spacing.edgeEdgeBetweenLayers": "10",
  "elk.spacing.nodeNode": "26",
  "elk.spacing.edgeNode": "16",
  "elk.spacing.edgeEdge": "12",
  "elk.spacing.edgeLabel": "4",
};

export async function layout(drawing: Drawing): Promise<PlacedDrawing> {
  const graph: ElkNode = {
    id: "drawing",
    layoutOptions,
    children: drawing.boxes.map((box) => ({ id: box.id, ...sizeOf(box) })),
    edges: drawing.lines.map(elkEdge),
  };
  const placed: ElkNode = await new elk.default().layout(graph);
  const areas = new Map(placed.children?.map((child) => [child.id, areaOf(child)]));
  const boxes = drawing.boxes.map((box) => ({ ...box, area: areas.get(box.id) ?? areaOf({}) }));
  const byId = new Map(boxes.map((box) => [box.id, box]));
  const lines = drawing.lines.map((line, index) => placeLine(line, placed.edges?.[index], byId));
  return { width: Math.ceil(placed.width ?? 0), height: Math.ceil(placed.height ?? 0), boxes, lines };
}

const labelLines = (labels: readonly string[]): string[] => {
  const lines: string[] = [];
  for (const label of labels) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + label.length < 20) lines[lines.length - 1] = `${last}, ${label}`;
    else lines.push(label);
  }
  return lines;
};

function elkEdge(line: Line, index: number): ElkExtendedEdge {
  const lines = labelLines(line.labels);
  const width = Math.max(0, ...lines.map((text) => monospaceWidth(text, LABEL_PX))) + 8;
  const label = { text: lines.join("\n"), width, height: lines.length * LABEL_LINE_PX + 2 };
  return { id: `line${index}`, sources: [line.from], targets: [line.to], ...(lines.length > 0 && { labels: [label] }) };
}

function placeLine(line: Line, edge: ElkExtendedEdge | undefined, boxes: ReadonlyMap<string, PlacedBox>): PlacedLine {
  const section = edge?.sections?.[0];
  const points = section ? [section.startPoint, ...(section.bendPoints ?? []), section.endPoint] : [];
  const label = edge?.labels?.[0];
  const text = label && { lines: (label.text ?? "").split("\n"), area: areaOf(label) };
  return { ...line, points: reachOutlines(points.map(rounded), boxes.get(line.from), boxes.get(line.to)), ...(text && { text }) };
}

/** elk ends a line on a box's bounding area: lengthens both ends to the outline inside it. */
function reachOutlines(points: ElkPoint[], from: PlacedBox | undefined, to: PlacedBox | undefined): ElkPoint[] {
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last || !from || !to) return points;
  return [onOutline(from, first), ...points.slice(1, -1), onOutline(to, last)];
}

function onOutline({ shape, area }: PlacedBox, point: ElkPoint): ElkPoint {
  const middle = area.y + area.height / 2;
  const atSide = point.y > area.y + 0.5 && point.y < area.y + area.height - 0.5;
  if (atSide) return point;
  const inset = shapeStyles[shape].outline.inset(area, point.x - (area.x + area.width / 2));
  return rounded({ x: point.x, y: point.y < middle ? point.y + inset : point.y - inset });
}

const tenth = (value: number): number => Math.round(value * 10) / 10;
const rounded = ({ x, y }: ElkPoint): ElkPoint => ({ x: tenth(x), y: tenth(y) });
const areaOf = ({ x = 0, y = 0, width = 0, height = 0 }: Pick<ElkNode, "x" | "y" | "width" | "height">): Area => ({
  x: tenth(x),
  y: tenth(y),
  width: tenth(width),
  height: tenth(height),
});
