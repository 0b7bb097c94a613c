/** The style of every shape: of the kinds of nodes, and of what surrounds nodes. */
import type { Box, Shape, SpecialShape } from "../drawing/drawing.ts";
import { kindLooks } from "../kind-looks.ts";
import { dot, pill, roundedCard, smallPill } from "../shapes/outline.ts";
import type { ShapeStyle } from "../shapes/shape-style.ts";
import { monospaceWidth } from "./text-size.ts";

const NAME_PX = 13;
const DETAIL_PX = 11;

const specialStyles: Readonly<Record<SpecialShape, ShapeStyle>> = {
  start: { outline: dot(18), fill: "#1f2933", border: "#8a94a0", brackets: ["((", "))"] },
  end: { outline: pill, fill: "#1f2933", border: "#1f2933", ink: "#ffffff", brackets: ["([", "])"] },
  wait: { outline: pill, fill: "#ffffff", border: "#1f2933", brackets: ["([", "])"] },
  join: { outline: dot(14), fill: "#ffffff", border: "#44505c", brackets: ["((", "))"], legend: "all have joined" },
  defaults: {
    outline: roundedCard,
    fill: "#ffffff",
    border: "#8a94a0",
    dash: "4 3",
    brackets: ["(", ")"],
    legend: "what every node inherits",
  },
  outside: {
    outline: roundedCard,
    fill: "#d9f3e6",
    border: "#1b7a50",
    dash: "4 3",
    brackets: ["(", ")"],
    legend: "a signal from outside",
  },
  sign: { outline: smallPill, fill: "#ffffff", border: "#b3bac2", brackets: [">", "]"], legend: "continues at that node" },
};

/** In the legend's order. */
export const shapeStyles: Readonly<Record<Shape, ShapeStyle>> = { ...kindLooks, ...specialStyles };

/** The size of a box with its two lines of text, in px. */
export function sizeOf({ shape, name, detail }: Box): { width: number; height: number } {
  const textWidth = Math.max(monospaceWidth(name, NAME_PX), monospaceWidth(detail ?? "", DETAIL_PX));
  const textHeight = detail === undefined ? NAME_PX + 4 : NAME_PX + DETAIL_PX + 10;
  const { width, height } = shapeStyles[shape].outline.size(textWidth, textHeight);
  return { width: Math.round(width), height: Math.round(height) };
}
