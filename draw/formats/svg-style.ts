/** Colours and strokes of an SVG drawing: one entry a shape and a stroke, said again in words for the legend. */
import type { Mark, Shape, Stroke } from "../drawing/drawing.ts";

export const paper = { background: "#fcfcfa", border: "#d8d8d2", ink: "#1f2933", faint: "#5b6672" };

export const fills: Readonly<Record<Shape, { fill: string; border: string; dash?: string; ink?: string }>> = {
  start: { fill: "#1f2933", border: "#8a94a0" },
  end: { fill: "#1f2933", border: "#1f2933", ink: "#ffffff" },
  wait: { fill: "#ffffff", border: "#1f2933" },
  defaults: { fill: "#ffffff", border: "#8a94a0", dash: "4 3" },
  sign: { fill: "#ffffff", border: "#b3bac2" },
  join: { fill: "#ffffff", border: "#44505c" },
  outside: { fill: "#d9f3e6", border: "#1b7a50", dash: "4 3" },
  subgraph: { fill: "#fbe7f0", border: "#a8326e" },
  parallel: { fill: "#eef1f4", border: "#44505c" },
  each: { fill: "#e4f5f7", border: "#16758a" },
  task: { fill: "#eef1f4", border: "#5b6672" },
  agent: { fill: "#ece6fd", border: "#6246b5" },
  interrupt: { fill: "#d9f3e6", border: "#1b7a50" },
  router: { fill: "#fff1cc", border: "#a86a05" },
  tool: { fill: "#e0effe", border: "#1f66ad" },
};

export const strokes: Readonly<Record<Stroke, { colour: string; width: number; dash?: string; says: string }>> = {
  flow: { colour: "#44505c", width: 1.4, says: "goes on" },
  decision: { colour: "#1b7a50", width: 2.2, says: "a person decides" },
  error: { colour: "#c92a2a", width: 1.4, dash: "6 4", says: "error" },
  deadline: { colour: "#b45309", width: 1.6, dash: "9 3 2 3", says: "deadline passed" },
  bound: { colour: "#7a5195", width: 1.4, dash: "2 3", says: "a limit was met" },
};

/** A highlighter's colour behind what is marked; `line` is for formats that can only colour the line itself. */
export const marks: Readonly<Record<Mark, { pen: string; line: string; says: string }>> = {
  untaken: { pen: "#ffd43b", line: "#e8590c", says: "taken by no test" },
  unforced: { pen: "#ced4da", line: "#868e96", says: "cannot be forced by a test" },
};

/** Shapes that the legend explains, in its order. */
export const shapeNames: Partial<Readonly<Record<Shape, string>>> = {
  router: "router",
  agent: "agent",
  tool: "tool",
  task: "task",
  subgraph: "subgraph",
  each: "for each item",
  parallel: "at the same time",
  join: "all have joined",
  interrupt: "question to a person",
  defaults: "what every node inherits",
  outside: "a signal from outside",
  sign: "goes on at that node",
};

const monospace = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace";
const sans = "system-ui, -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, 'DejaVu Sans', sans-serif";

export function styleSheet(used: readonly Mark[] = []): string {
  const boxes = Object.entries(fills).map(
    ([shape, { fill, border, dash, ink }]) =>
      `.${shape} .shape{fill:${fill};stroke:${border};stroke-width:1.4${dash ? `;stroke-dasharray:${dash}` : ""}}` +
      `.${shape} .mark{stroke:${border};fill:none}${ink ? `.${shape} text{fill:${ink}}` : ""}`,
  );
  const lines = Object.entries(strokes).map(
    ([stroke, { colour, width, dash }]) =>
      `.${stroke} path{stroke:${colour};stroke-width:${width}${dash ? `;stroke-dasharray:${dash}` : ""}}.${stroke} text{fill:${colour}}`,
  );
  return [
    `text{font-family:${monospace};fill:${paper.ink};text-anchor:middle}`,
    `.name{font-size:13px;font-weight:600}.sign .name{font-size:11px;font-weight:400}.detail{font-size:11px;fill:${paper.faint}}.label{font-size:11px}`,
    `.title,.subtitle,.legend text{font-family:${sans};text-anchor:start}.legend .shape{vector-effect:non-scaling-stroke}.title{font-size:18px;font-weight:600}.subtitle,.legend text{font-size:12px;fill:${paper.faint}}`,
    `.faint{opacity:.28}.line path{fill:none;stroke-linejoin:round}.behind{fill:${paper.background};fill-opacity:.92}.person{fill:${fills.interrupt.border}}`,
    ...boxes,
    ...lines,
    ...used.map(markStyle),
  ].join("\n");
}

const markStyle = (mark: Mark): string =>
  `.${mark} .pen,.pen.${mark} .shape{stroke:${marks[mark].pen};stroke-width:9;stroke-dasharray:none;fill:none}.pen.${mark} .mark{display:none}.${mark} .behind{fill:${marks[mark].pen}}`;
