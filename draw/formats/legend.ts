/** The legend of an SVG drawing: only the shapes and strokes that the drawing uses, in rows that fit its width. */
import type { Drawing } from "../drawing/drawing.ts";
import type { Outline } from "../shapes/outline.ts";
import { shapeStyles } from "./shape-styles.ts";
import { markStyles, strokeStyles } from "./svg-style.ts";
import { sansWidth } from "./text-size.ts";

const ROW_PX = 24;
const SAMPLE_PX = 34;

interface Entry {
  readonly sample: (x: number, y: number) => string;
  readonly text: string;
}

export function legendOf(drawing: Drawing, width: number): { svg: string; height: number } {
  let x = 0;
  let row = 0;
  const parts = entriesOf(drawing).map(({ sample, text }) => {
    const room = SAMPLE_PX + 8 + sansWidth(text, 12) + 18;
    if (x > 0 && x + room > width) {
      x = 0;
      row += 1;
    }
    const y = row * ROW_PX;
    const part = `${sample(x, y)}<text x="${x + SAMPLE_PX + 8}" y="${y + 4}">${text}</text>`;
    x += room;
    return part;
  });
  return { svg: parts.join(""), height: (row + 1) * ROW_PX };
}

function entriesOf({ boxes, lines }: Drawing): Entry[] {
  const shapes = new Set<string>(boxes.map((box) => box.shape));
  const strokes = new Set<string>(lines.map((line) => line.stroke));
  const marks = new Set<string | undefined>([...boxes, ...lines].map(({ mark }) => mark));
  return [
    ...Object.entries(shapeStyles).flatMap(([shape, { legend, outline }]) =>
      shapes.has(shape) && legend !== undefined ? [{ sample: shapeSample(shape, outline), text: legend }] : [],
    ),
    ...Object.entries(strokeStyles).flatMap(([stroke, { legend }]) =>
      strokes.has(stroke) ? [{ sample: strokeSample(stroke), text: legend }] : [],
    ),
    ...Object.entries(markStyles).flatMap(([mark, { legend }]) => (marks.has(mark) ? [{ sample: markSample(mark), text: legend }] : [])),
  ];
}

const shapeSample =
  (shape: string, { draw, isDot }: Outline) =>
  (x: number, y: number) => {
    const area = isDot ? { x: 20, y: 2, width: 28, height: 28 } : { x: 0, y: 0, width: 68, height: 32 };
    return `<g class="${shape}"><g transform="translate(${x} ${y - 8}) scale(.5)">${draw(area)}</g></g>`;
  };

const strokeSample = (stroke: string) => (x: number, y: number) =>
  `<g class="line ${stroke}"><path d="M${x} ${y}h${SAMPLE_PX - 4}" marker-end="url(#to-${stroke})"/></g>`;

const markSample = (mark: string) => (x: number, y: number) =>
  `<g class="line ${mark}"><path class="pen" d="M${x} ${y}h${SAMPLE_PX - 4}"/></g>`;
