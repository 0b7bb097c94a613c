/** The legend of an SVG drawing: only the shapes and strokes that the drawing uses, in rows that fit its width. */
import { type Drawing, isDot, type Mark, type Shape, type Stroke } from "../drawing/drawing.ts";
import { outlines } from "./outlines.ts";
import { marks, shapeNames, strokes } from "./svg-style.ts";
import { sansWidth } from "./text-size.ts";

const rowPx = 24;
const samplePx = 34;

interface Entry {
  readonly sample: (x: number, y: number) => string;
  readonly says: string;
}

export function legendOf(drawing: Drawing, width: number): { text: string; height: number } {
  let x = 0;
  let row = 0;
  const parts = entriesOf(drawing).map(({ sample, says }) => {
    const room = samplePx + 8 + sansWidth(says, 12) + 18;
    if (x > 0 && x + room > width) {
      x = 0;
      row += 1;
    }
    const y = row * rowPx;
    const part = `${sample(x, y)}<text x="${x + samplePx + 8}" y="${y + 4}">${says}</text>`;
    x += room;
    return part;
  });
  return { text: parts.join(""), height: (row + 1) * rowPx };
}

function entriesOf({ boxes, lines }: Drawing): Entry[] {
  const shapes = new Set(boxes.map((box) => box.shape));
  const used = new Set(lines.map((line) => line.stroke));
  const marked = new Set([...boxes, ...lines].map(({ mark }) => mark));
  return [
    ...keys(shapeNames)
      .filter((shape) => shapes.has(shape))
      .map((shape) => ({ sample: shapeSample(shape), says: shapeNames[shape] ?? shape })),
    ...keys(strokes)
      .filter((stroke) => used.has(stroke))
      .map((stroke) => ({ sample: strokeSample(stroke), says: strokes[stroke].says })),
    ...keys(marks)
      .filter((mark) => marked.has(mark))
      .map((mark) => ({ sample: markSample(mark), says: marks[mark].says })),
  ];
}

const shapeSample = (shape: Shape) => (x: number, y: number) => {
  const area = isDot(shape) ? { x: 20, y: 2, width: 28, height: 28 } : { x: 0, y: 0, width: 68, height: 32 };
  return `<g class="${shape}"><g transform="translate(${x} ${y - 8}) scale(.5)">${outlines[shape].draw(area)}</g></g>`;
};

const strokeSample = (stroke: Stroke) => (x: number, y: number) =>
  `<g class="line ${stroke}"><path d="M${x} ${y}h${samplePx - 4}" marker-end="url(#to-${stroke})"/></g>`;

const markSample = (mark: Mark) => (x: number, y: number) =>
  `<g class="line ${mark}"><path class="pen" d="M${x} ${y}h${samplePx - 4}"/></g>`;

const keys = <K extends string>(record: Partial<Readonly<Record<K, unknown>>>): K[] => Object.keys(record) as K[];
