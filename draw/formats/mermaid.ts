/** A drawing as Mermaid flowchart text, as GitHub, GitLab and many editors show it. */

import type { Box, Drawing, Line, Shape, Stroke } from "../drawing/drawing.ts";
import { isSpecial } from "../drawing/terminals.ts";
import { shapeStyles } from "./shape-styles.ts";
import { markStyles, paper, strokeStyles } from "./svg-style.ts";

const arrows: Readonly<Record<Stroke, string>> = { flow: "-->", decision: "==>", error: "-.->", deadline: "-.->", bound: "-.->" };
/** Words that Mermaid would read as its own. */
const mermaidWords = new Set([
  "graph",
  "flowchart",
  "subgraph",
  "end",
  "style",
  "linkStyle",
  "class",
  "classDef",
  "click",
  "default",
  "direction",
  "href",
]);

/**
 * A drawing as Mermaid flowchart text, as GitHub, GitLab and many editors show it.
 * @example
 * console.log(mermaidOf(drawingOf(normalise(supportDesk, registryOf(supportDesk)))));
 */
export function mermaidOf(drawing: Drawing): string {
  const ids = new Map(drawing.boxes.map((box, index) => [box.id, idOf(box.id, index)]));
  const id = (box: string): string => ids.get(box) ?? box;
  return `${[
    "---",
    `title: ${JSON.stringify(drawing.title)}`,
    "---",
    "flowchart TD",
    ...drawing.boxes.map((box) => `  ${id(box.id)}${boxText(box)}:::${className(box.shape)}`),
    ...drawing.lines.map((line) => `  ${id(line.from)} ${arrows[line.stroke]}${labelText(line)} ${id(line.to)}`),
    ...classes(drawing),
    ...lineStyles(drawing),
    ...faintStyles(drawing, id),
    ...markLines(drawing, id),
  ].join("\n")}\n`;
}

function idOf(name: string, index: number): string {
  if (isSpecial(name)) return name.replace("$", "_");
  return /^[a-zA-Z]\w*$/.test(name) && !mermaidWords.has(name) ? name : `_${index}`;
}

/** With a prefix, because `end` is a reserved word of Mermaid. */
const className = (shape: Shape): string => `is_${shape}`;

function boxText({ shape, name, detail }: Box): string {
  const {
    brackets: [open, close],
    outline: { isDot },
  } = shapeStyles[shape];
  const text = isDot ? " " : `<b>${mermaidText(name)}</b>${detail === undefined ? "" : `<br/>${mermaidText(detail)}`}`;
  return `${open}"${text}"${close}`;
}

const labelText = ({ labels }: Line): string => (labels.length === 0 ? "" : `|"${labels.map(mermaidText).join(", ")}"|`);

function classes({ boxes }: Drawing): string[] {
  return [...new Set(boxes.map((box) => box.shape))].map((shape) => {
    const { fill, border, dash, ink } = shapeStyles[shape];
    const dashes = dash ? `,stroke-dasharray:${dash}` : "";
    return `  classDef ${className(shape)} fill:${fill},stroke:${border},color:${ink ?? paper.ink}${dashes}`;
  });
}

/** Plain lines keep the reader's theme: they must be seen on a dark page too. */
function lineStyles({ lines }: Drawing): string[] {
  const coloured = Object.entries(strokeStyles).filter(([stroke]) => stroke !== "flow");
  return coloured.flatMap(([stroke, { colour, width }]) => {
    const numbers = lines.flatMap((line, index) => (line.stroke === stroke ? [index] : []));
    return numbers.length === 0 ? [] : [`  linkStyle ${numbers.join(",")} stroke:${colour},stroke-width:${width}px,color:${colour}`];
  });
}

/** What a marked path left aside. */
function faintStyles({ boxes, lines }: Drawing, id: (box: string) => string): string[] {
  const faintBoxes = boxes.filter(({ faint }) => faint).map((box) => id(box.id));
  const faintLines = lines.flatMap(({ faint }, index) => (faint ? [index] : []));
  return [
    ...(faintBoxes.length > 0 ? ["  classDef is_faint opacity:0.3", `  class ${faintBoxes.join(",")} is_faint`] : []),
    ...(faintLines.length > 0 ? [`  linkStyle ${faintLines.join(",")} opacity:0.25`] : []),
  ];
}

/** What the tests of the graph have left. */
function markLines({ boxes, lines }: Drawing, id: (box: string) => string): string[] {
  return Object.entries(markStyles).flatMap(([mark, { line: colour }]) => {
    const markedBoxes = boxes.filter((box) => box.mark === mark).map((box) => id(box.id));
    const markedLines = lines.flatMap((line, index) => (line.mark === mark ? [index] : []));
    const style = `stroke:${colour},stroke-width:4px`;
    return [
      ...(markedBoxes.length > 0 ? [`  classDef is_${mark} ${style}`, `  class ${markedBoxes.join(",")} is_${mark}`] : []),
      ...(markedLines.length > 0 ? [`  linkStyle ${markedLines.join(",")} ${style}`] : []),
    ];
  });
}

const mermaidText = (text: string): string =>
  text.replaceAll("#", "#35;").replaceAll('"', "#quot;").replaceAll("<", "#lt;").replaceAll(">", "#gt;");
