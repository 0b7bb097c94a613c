/** A placed drawing as SVG text: title, boxes, lines, labels and a legend of what it uses. No script, no font, no network. */

import type { ElkPoint } from "elkjs/lib/elk.bundled.js";
import type { Drawing, Mark, Shape } from "../drawing/drawing.ts";
import { LABEL_LINE_PX, layout, type PlacedBox, type PlacedDrawing, type PlacedLine } from "./layout.ts";
import { legendOf } from "./legend.ts";
import { shapeStyles } from "./shape-styles.ts";
import { paper, strokeStyles, styleSheet } from "./svg-style.ts";
import { sansWidth } from "./text-size.ts";

const MARGIN_PX = 24;
const TITLE_PX = 18;
const SUBTITLE_PX = 12;
const SUBTITLE_LINE_PX = 16;

export async function svgOf(drawing: Drawing): Promise<string> {
  const placed = await layout(drawing);
  const inner = Math.max(placed.width, sansWidth(drawing.title, TITLE_PX), 360);
  const legend = legendOf(drawing, inner);
  const width = inner + 2 * MARGIN_PX;
  const subtitle = wrapped(drawing.subtitle ?? "", inner);
  const top = 46 + subtitle.length * SUBTITLE_LINE_PX;
  const height = top + placed.height + MARGIN_PX + legend.height;
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${xmlText(drawing.title)}">`,
    `<style>${styleSheet(shapesIn(drawing), marksIn(drawing))}</style>`,
    `<defs>${arrowHeads(drawing)}</defs>`,
    `<rect x=".5" y=".5" width="${width - 1}" height="${height - 1}" rx="8" fill="${paper.background}" stroke="${paper.border}"/>`,
    `<text class="title" x="${MARGIN_PX}" y="36">${xmlText(drawing.title)}</text>`,
    ...subtitle.map(
      (line, index) => `<text class="subtitle" x="${MARGIN_PX}" y="${54 + index * SUBTITLE_LINE_PX}">${xmlText(line)}</text>`,
    ),
    `<g transform="translate(${MARGIN_PX + Math.max(0, Math.round((inner - placed.width) / 2))} ${top})">`,
    ...partsOf(placed),
    "</g>",
    `<g class="legend" transform="translate(${MARGIN_PX} ${height - legend.height - 6})">${legend.svg}</g>`,
    "</svg>",
  ].join("\n")}\n`;
}

/** A description in lines of at most `width` px. */
function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const longer = `${lines.at(-1) ?? ""} ${word}`.trim();
    if (lines.length > 0 && sansWidth(longer, SUBTITLE_PX) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** Labels last, so that no line crosses a word. */
const partsOf = ({ boxes, lines }: PlacedDrawing): string[] => [
  ...lines.map(lineOf),
  ...boxes.map(boxOf),
  ...lines.map(labelOf).filter((text) => text !== ""),
];

function boxOf(box: PlacedBox): string {
  const { shape, area, name, detail, faint, mark } = box;
  const { draw, isDot, textShift = { x: 0, y: 0 } } = shapeStyles[shape].outline;
  const x = area.x + area.width / 2 + textShift.x;
  const middle = area.y + area.height / 2 + textShift.y;
  const text = isDot
    ? ""
    : `<text class="name" x="${x}" y="${middle + (detail === undefined ? 4.5 : -2.5)}">${xmlText(name)}</text>` +
      (detail === undefined ? "" : `<text class="detail" x="${x}" y="${middle + 13}">${xmlText(detail)}</text>`);
  const behind = mark ? `<g class="pen ${mark}">${draw(area)}</g>` : "";
  return `${behind}<g class="${shape}${fading(faint)}">${draw(area)}${text}</g>`;
}

function lineOf({ points, stroke, faint, mark }: PlacedLine): string {
  const path = roundedPath(points);
  const behind = mark ? `<path class="pen" d="${path}"/>` : "";
  return `<g class="line ${stroke}${fading(faint)}${marking(mark)}">${behind}<path d="${path}" marker-end="url(#to-${stroke})"/></g>`;
}

function labelOf({ text, stroke, faint, mark }: PlacedLine): string {
  if (!text) return "";
  const { x, y, width, height } = text.area;
  const words = text.lines.map(
    (line, index) => `<text class="label" x="${x + width / 2}" y="${y + 11.5 + index * LABEL_LINE_PX}">${xmlText(line)}</text>`,
  );
  return `<g class="${stroke}${fading(faint)}${marking(mark)}"><rect class="behind" x="${x}" y="${y}" width="${width}" height="${height}"/>${words.join("")}</g>`;
}

/** What a marked path left aside. */
const fading = (faint: boolean | undefined): string => (faint ? " faint" : "");

const marking = (mark: Mark | undefined): string => (mark ? ` ${mark}` : "");

const shapesIn = ({ boxes }: Drawing): Shape[] => [...new Set(boxes.map(({ shape }) => shape))].sort();

const marksIn = ({ boxes, lines }: Drawing): Mark[] => [...new Set([...boxes, ...lines].flatMap(({ mark }) => mark ?? []))].sort();

function arrowHeads({ lines }: Drawing): string {
  const used = [...new Set(lines.map((line) => line.stroke))].sort();
  return used
    .map(
      (stroke) =>
        `<marker id="to-${stroke}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="9" markerHeight="9" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 .8L10 5L0 9.2z" fill="${strokeStyles[stroke].colour}"/></marker>`,
    )
    .join("");
}

const xmlText = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

/** A line through points as path data: straight pieces with round corners. */
function roundedPath(points: readonly ElkPoint[]): string {
  const pieces = points.map((point, index) => {
    const before = points[index - 1];
    const after = points[index + 1];
    if (!before) return `M${point.x} ${point.y}`;
    if (!after) return `L${point.x} ${point.y}`;
    const enter = towards(point, before);
    const leave = towards(point, after);
    return `L${enter.x} ${enter.y}Q${point.x} ${point.y} ${leave.x} ${leave.y}`;
  });
  return pieces.join("");
}

/** The point up to 7 px from `corner` on the way to `other`, never past the middle. */
function towards(corner: ElkPoint, other: ElkPoint): ElkPoint {
  const length = Math.hypot(other.x - corner.x, other.y - corner.y);
  const share = length === 0 ? 0 : Math.min(7, length / 2) / length;
  const tenth = (value: number) => Math.round(value * 10) / 10;
  return { x: tenth(corner.x + (other.x - corner.x) * share), y: tenth(corner.y + (other.y - corner.y) * share) };
}
