/** The colours and strokes of lines and marks, and the style sheet of an SVG drawing. */
import type { Mark, Shape, Stroke } from "../drawing/drawing.ts";
import { shapeStyles } from "./shape-styles.ts";

export const paper = { background: "#fcfcfa", border: "#d8d8d2", ink: "#1f2933", faint: "#5b6672" };

export interface StrokeStyle {
  readonly colour: string;
  readonly width: number;
  readonly dash?: string;
  readonly legend: string;
}

export const strokeStyles: Readonly<Record<Stroke, StrokeStyle>> = {
  flow: { colour: "#44505c", width: 1.4, legend: "continues" },
  decision: { colour: "#1b7a50", width: 2.2, legend: "a person decides" },
  error: { colour: "#c92a2a", width: 1.4, dash: "6 4", legend: "error" },
  deadline: { colour: "#b45309", width: 1.6, dash: "9 3 2 3", legend: "deadline passed" },
  bound: { colour: "#7a5195", width: 1.4, dash: "2 3", legend: "limit reached" },
};

export interface MarkStyle {
  /** The background colour of marks. */
  readonly pen: string;
  /** For formats that can only colour the line itself. */
  readonly line: string;
  readonly legend: string;
}

export const markStyles: Readonly<Record<Mark, MarkStyle>> = {
  untaken: { pen: "#ffd43b", line: "#e8590c", legend: "taken by no test" },
  unforced: { pen: "#ced4da", line: "#868e96", legend: "cannot be forced by a test" },
};

const MONOSPACE = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace";
const SANS = "system-ui, -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, 'DejaVu Sans', sans-serif";

/** Only for the shapes and marks that the drawing uses. */
export function styleSheet(shapes: readonly Shape[], marks: readonly Mark[]): string {
  const lines = Object.entries(strokeStyles).map(
    ([stroke, { colour, width, dash }]) =>
      `.${stroke} path{stroke:${colour};stroke-width:${width}${dash ? `;stroke-dasharray:${dash}` : ""}}.${stroke} text{fill:${colour}}`,
  );
  return [
    `text{font-family:${MONOSPACE};fill:${paper.ink};text-anchor:middle}`,
    `.name{font-size:13px;font-weight:600}.sign .name{font-size:11px;font-weight:400}.detail{font-size:11px;fill:${paper.faint}}.label{font-size:11px}`,
    `.title,.subtitle,.legend text{font-family:${SANS};text-anchor:start}.legend .shape{vector-effect:non-scaling-stroke}.title{font-size:18px;font-weight:600}.subtitle,.legend text{font-size:12px;fill:${paper.faint}}`,
    `.faint{opacity:.28}.line path{fill:none;stroke-linejoin:round}.behind{fill:${paper.background};fill-opacity:.92}`,
    ...shapes.map(shapeRules),
    ...lines,
    ...marks.map(markRules),
  ].join("\n");
}

function shapeRules(shape: Shape): string {
  const { fill, border, dash, ink } = shapeStyles[shape];
  return (
    `.${shape} .shape{fill:${fill};stroke:${border};stroke-width:1.4${dash ? `;stroke-dasharray:${dash}` : ""}}` +
    `.${shape} .mark{stroke:${border};fill:none}.${shape} .solid{fill:${border}}${ink ? `.${shape} text{fill:${ink}}` : ""}`
  );
}

const markRules = (mark: Mark): string =>
  `.${mark} .pen,.pen.${mark} .shape{stroke:${markStyles[mark].pen};stroke-width:9;stroke-dasharray:none;fill:none}.pen.${mark} .mark{display:none}.${mark} .behind{fill:${markStyles[mark].pen}}`;
