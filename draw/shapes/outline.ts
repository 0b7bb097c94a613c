/** Geometry that shapes are made of: the size round a text, the outline, and where a line that comes straight from above or beside meets it. */

export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Outline {
  size(textWidth: number, textHeight: number): { width: number; height: number };
  /** SVG: `class="shape"` has the fill, `class="mark"` only the border's colour, `class="solid"` is filled with it. */
  draw(area: Area): string;
  /** How far inside the area's edge the outline lies, `across` px from the middle of a horizontal side. */
  inset(area: Area, across: number): number;
  /** Where the text's middle is, in px from the area's middle; in the middle by default. */
  readonly textShift?: { readonly x: number; readonly y: number };
  /** Too small for text. */
  readonly isDot?: true;
}

const flat = () => 0;
const rectangle =
  (radius: number) =>
  ({ x, y, width, height }: Area) =>
    `<rect class="shape" x="${x}" y="${y}" width="${width}" height="${height}" rx="${radius}"/>`;
const polygon = (...points: readonly (readonly [number, number])[]) =>
  `<polygon class="shape" points="${points.map(([x, y]) => `${x},${y}`).join(" ")}"/>`;
const person = (x: number, y: number): string =>
  `<path class="solid" d="M${x - 6} ${y + 9}a6 7 0 0 1 12 0z"/><circle class="solid" cx="${x}" cy="${y - 4.5}" r="3.6"/>`;

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

export const pill: Outline = {
  size: (width, height) => ({ width: width + 36, height: height + 18 }),
  draw: (area) => rectangle(area.height / 2)(area),
  inset: round,
};
export const smallPill: Outline = { ...pill, size: (width, height) => ({ width: width + 14, height: height + 6 }) };

export const card: Outline = { size: (width, height) => ({ width: width + 28, height: height + 18 }), draw: rectangle(3), inset: flat };
export const roundedCard: Outline = { ...card, draw: rectangle(8) };

export const dot = (diameter: number): Outline => ({
  size: () => ({ width: diameter, height: diameter }),
  draw: ({ x, y, width, height }) => `<circle class="shape" cx="${x + width / 2}" cy="${y + height / 2}" r="${width / 2}"/>`,
  inset: round,
  isDot: true,
});

/** A frame inside a frame. */
export const doubleFrame: Outline = {
  size: (width, height) => ({ width: width + 36, height: height + 26 }),
  draw: (area) =>
    rectangle(5)(area) +
    `<rect class="mark" x="${area.x + 4}" y="${area.y + 4}" width="${area.width - 8}" height="${area.height - 8}" rx="3"/>`,
  inset: flat,
};

/** A card with a bar at its top and its bottom. */
export const barredAcross: Outline = {
  size: (width, height) => ({ width: width + 28, height: height + 26 }),
  draw: (area) =>
    `${rectangle(3)(area)}<path class="mark" d="M${area.x} ${area.y + 5}h${area.width}M${area.x} ${area.y + area.height - 5}h${area.width}"/>`,
  inset: flat,
};

/** A card with a bar at both sides. */
export const barredSides: Outline = {
  size: (width, height) => ({ width: width + 40, height: height + 18 }),
  draw: (area) =>
    `${rectangle(3)(area)}<path class="mark" d="M${area.x + 7} ${area.y}v${area.height}M${area.x + area.width - 7} ${area.y}v${area.height}"/>`,
  inset: flat,
};

/** Several cards, one behind the other; the text is on the front one. */
export const stack: Outline = {
  size: (width, height) => ({ width: width + 34, height: height + 24 }),
  draw: ({ x, y, width, height }) =>
    `<path class="shape" d="M${x + 8} ${y + 8}v-8h${width - 8}v${height - 8}h-8"/><path class="shape" d="M${x + 4} ${y + 8}v-4h${width - 8}v${height - 8}h-4"/>` +
    rectangle(3)({ x, y: y + 8, width: width - 8, height: height - 8 }),
  inset: flat,
  textShift: { x: -4, y: 4 },
};

/** A hexagon with a person beside the text. */
export const personHexagon: Outline = {
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
  textShift: { x: 8, y: 0 },
};

export const diamond: Outline = {
  size: (width, height) => ({ width: width * 1.5 + 40, height: height * 1.7 + 30 }),
  draw: ({ x, y, width, height }) =>
    polygon([x + width / 2, y], [x + width, y + height / 2], [x + width / 2, y + height], [x, y + height / 2]),
  inset: slanted((area) => area.width / 2),
};
