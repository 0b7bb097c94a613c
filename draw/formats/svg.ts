/** A placed drawing as SVG text: title, boxes, lines, labels and a legend of what it uses. No script, no font, no network. */
import { type Drawing, isDot, type Mark } from "../drawing/drawing.ts";
import { labelLinePx, layout, type PlacedBox, type PlacedDrawing, type PlacedLine } from "./layout.ts";
import { legendOf } from "./legend.ts";
import { outlines, textShift } from "./outlines.ts";
import { roundedPath } from "./rounded-path.ts";
import { paper, strokes, styleSheet } from "./svg-style.ts";
import { sansWidth } from "./text-size.ts";

const margin = 24;
const titlePx = 18;
const subtitlePx = 12;
const subtitleLinePx = 16;

export async function svgOf(drawing: Drawing): Promise<string> {
  const placed = await layout(drawing);
  const inner = Math.max(placed.width, sansWidth(drawing.title, titlePx), 360);
  const legend = legendOf(drawing, inner);
  const width = inner + 2 * margin;
  const subtitle = wrapped(drawing.subtitle ?? "", inner);
  const top = 46 + subtitle.length * subtitleLinePx;
  const height = top + placed.height + margin + legend.height;
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${xmlText(drawing.title)}">`,
    `<style>${styleSheet(marksIn(drawing))}</style>`,
    `<defs>${arrowHeads(drawing)}</defs>`,
    `<rect x=".5" y=".5" width="${width - 1}" height="${height - 1}" rx="8" fill="${paper.background}" stroke="${paper.border}"/>`,
    `<text class="title" x="${margin}" y="36">${xmlText(drawing.title)}</text>`,
    ...subtitle.map((line, index) => `<text class="subtitle" x="${margin}" y="${54 + index * subtitleLinePx}">${xmlText(line)}</text>`),
    `<g transform="translate(${margin + Math.max(0, Math.round((inner - placed.width) / 2))} ${top})">`,
    ...partsOf(placed),
    "</g>",
    `<g class="legend" transform="translate(${margin} ${height - legend.height - 6})">${legend.text}</g>`,
    "</svg>",
  ].join("\n")}\n`;
}

/** A description in lines of at most `width` px. */
function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const longer = `${lines.at(-1) ?? ""} ${word}`.trim();
    if (lines.length > 0 && sansWidth(longer, subtitlePx) <= width) lines[lines.length - 1] = longer;
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
  const x = area.x + area.width / 2 + textShift(shape).x;
  const middle = area.y + area.height / 2 + textShift(shape).y;
  const text = isDot(shape)
    ? ""
    : `<text class="name" x="${x}" y="${middle + (detail === undefined ? 4.5 : -2.5)}">${xmlText(name)}</text>` +
      (detail === undefined ? "" : `<text class="detail" x="${x}" y="${middle + 13}">${xmlText(detail)}</text>`);
  const behind = mark ? `<g class="pen ${mark}">${outlines[shape].draw(area)}</g>` : "";
  return `${behind}<g class="${shape}${fading(faint)}">${outlines[shape].draw(area)}${text}</g>`;
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
    (line, index) => `<text class="label" x="${x + width / 2}" y="${y + 11.5 + index * labelLinePx}">${xmlText(line)}</text>`,
  );
  return `<g class="${stroke}${fading(faint)}${marking(mark)}"><rect class="behind" x="${x}" y="${y}" width="${width}" height="${height}"/>${words.join("")}</g>`;
}

/** What a marked path left aside. */
const fading = (faint: boolean | undefined): string => (faint ? " faint" : "");

const marking = (mark: Mark | undefined): string => (mark ? ` ${mark}` : "");

const marksIn = ({ boxes, lines }: Drawing): Mark[] => [...new Set([...boxes, ...lines].flatMap(({ mark }) => mark ?? []))].sort();

function arrowHeads({ lines }: Drawing): string {
  const used = [...new Set(lines.map((line) => line.stroke))].sort();
  return used
    .map(
      (stroke) =>
        `<marker id="to-${stroke}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="9" markerHeight="9" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 .8L10 5L0 9.2z" fill="${strokes[stroke].colour}"/></marker>`,
    )
    .join("");
}

const xmlText = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
