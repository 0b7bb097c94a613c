/** What each shape looks like: its size round a text, its outline, and where a line that comes straight from above or beside meets it. */
import type { Box, Shape } from "../drawing/drawing.ts";
import { monospaceWidth } from "./text-size.ts";

const namePx = 13;
const detailPx = 11;

export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Outline {
  size(textWidth: number, textHeight: number): { width: number; height: number };
  draw(area: Area): string;
  /** How far inside the area's edge the outline lies, `across` px from the middle of a horizontal side. */
  inset(area: Area, across: number): number;
}

const flat = () => 0;
const rectangle =
  (radius: number) =>
  ({ x, y, width, height }: Area) =>
    `<rect class="shape" x="${x}" y="${y}" width="${width}" height="${height}" rx="${radius}"/>`;
const polygon = (...points: readonly (readonly [number, number])[]) =>
  `<polygon class="shape" points="${points.map(([x, y]) => `${x},${y}`).join(" ")}"/>`;

/** Sides that slant inwards over the last `slant` px. */
const slanted = (slant: (area: Area) => number) => (area: Area, across: number) => {
  const over = Math.abs(across) - (area.width / 2 - slant(area));
  return over <= 0 ? 0 : (over / slant(area)) * (area.height / 2);
};
const round = (area: Area, across: number) => {
  const radius = area.height / 2;
  const over = Math.abs(across) - (area.width / 2 - radius);
  return over <= 0 ? 0 : radius - Math.sqrt(Math.max(0, radius ** 2 - over ** 2));
};

const pill: Outline = {
  size: (width, height) => ({ width: width + 36, height: height + 18 }),
  draw: (area) => rectangle(area.height / 2)(area),
  inset: round,
};
const card: Outline = { size: (width, height) => ({ width: width + 28, height: height + 18 }), draw: rectangle(3), inset: flat };

export const outlines: Readonly<Record<Shape, Outline>> = {
  start: {
    size: () => ({ width: 18, height: 18 }),
    draw: ({ x, y, width, height }) => `<circle class="shape" cx="${x + width / 2}" cy="${y + height / 2}" r="${width / 2}"/>`,
    inset: round,
  },
  end: pill,
  wait: pill,
  defaults: { ...card, draw: rectangle(8) },
  outside: { ...card, draw: rectangle(8) },
  join: {
    size: () => ({ width: 14, height: 14 }),
    draw: ({ x, y, width, height }) => `<circle class="shape" cx="${x + width / 2}" cy="${y + height / 2}" r="${width / 2}"/>`,
    inset: round,
  },
  sign: { ...pill, size: (width, height) => ({ width: width + 14, height: height + 6 }) },
  task: card,
  subgraph: {
    size: (width, height) => ({ width: width + 36, height: height + 26 }),
    draw: (area) =>
      rectangle(5)(area) +
      `<rect class="mark" x="${area.x + 4}" y="${area.y + 4}" width="${area.width - 8}" height="${area.height - 8}" rx="3"/>`,
    inset: flat,
  },
  parallel: {
    size: (width, height) => ({ width: width + 28, height: height + 26 }),
    draw: (area) =>
      `${rectangle(3)(area)}<path class="mark" d="M${area.x} ${area.y + 5}h${area.width}M${area.x} ${area.y + area.height - 5}h${area.width}"/>`,
    inset: flat,
  },
  each: {
    size: (width, height) => ({ width: width + 34, height: height + 24 }),
    draw: ({ x, y, width, height }) =>
      `<path class="shape" d="M${x + 8} ${y + 8}v-8h${width - 8}v${height - 8}h-8"/><path class="shape" d="M${x + 4} ${y + 8}v-4h${width - 8}v${height - 8}h-4"/>` +
      rectangle(3)({ x, y: y + 8, width: width - 8, height: height - 8 }),
    inset: flat,
  },
  agent: pill,
  interrupt: {
    size: (width, height) => ({ width: width + 66, height: height + 20 }),
    draw: ({ x, y, width, height }) =>
      polygon(
        [x + 16, y],
        [x + width - 16, y],
        [x + width, y + height / 2],
        [x + width - 16, y + height],
        [x + 16, y + height],
        [x, y + height / 2],
      ) + person(x + 27, y + height / 2),
    inset: slanted(() => 16),
  },
  router: {
    size: (width, height) => ({ width: width * 1.5 + 40, height: height * 1.7 + 30 }),
    draw: ({ x, y, width, height }) =>
      polygon([x + width / 2, y], [x + width, y + height / 2], [x + width / 2, y + height], [x, y + height / 2]),
    inset: slanted((area) => area.width / 2),
  },
  tool: {
    size: (width, height) => ({ width: width + 40, height: height + 18 }),
    draw: (area) =>
      `${rectangle(3)(area)}<path class="mark" d="M${area.x + 7} ${area.y}v${area.height}M${area.x + area.width - 7} ${area.y}v${area.height}"/>`,
    inset: flat,
  },
};

/** The size of a box with its two lines of text, in px. */
export function sizeOf({ shape, name, detail }: Box): { width: number; height: number } {
  const textWidth = Math.max(monospaceWidth(name, namePx), monospaceWidth(detail ?? "", detailPx));
  const { width, height } = outlines[shape].size(textWidth, detail === undefined ? namePx + 4 : namePx + detailPx + 10);
  return { width: Math.round(width), height: Math.round(height) };
}

/** Where the text's middle is, in px from the area's middle: room for the person beside a question, the front one of several cards. */
export const textShift = (shape: Shape): { x: number; y: number } => textShifts[shape] ?? { x: 0, y: 0 };
const textShifts: Partial<Readonly<Record<Shape, { x: number; y: number }>>> = { interrupt: { x: 8, y: 0 }, each: { x: -4, y: 4 } };

const person = (x: number, y: number): string =>
  `<path class="person" d="M${x - 6} ${y + 9}a6 7 0 0 1 12 0z"/><circle class="person" cx="${x}" cy="${y - 4.5}" r="3.6"/>`;
