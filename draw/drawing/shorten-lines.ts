/** Keeps a drawing readable where many lines end at one box: each ends at a small sign with the box's name instead, next to where it starts. */
import type { Box, Drawing, Line, Shape, Stroke } from "./drawing.ts";

/** More lines than this of what goes wrong, to one box, become signs. */
const MAX_TROUBLE_LINES = 5;
/** More nodes than this that end a run each get an end of their own. */
const MAX_LINES_TO_TERMINAL = 4;
const trouble: ReadonlySet<Stroke> = new Set(["error", "deadline", "bound"]);
const terminals: ReadonlySet<Shape> = new Set(["end", "wait"]);

export function shortenLines(drawing: Drawing): Drawing {
  const boxes = new Map(drawing.boxes.map((box) => [box.id, box]));
  const signs = new Map<string, Box>();
  const lines = drawing.lines.map((line) => {
    const target = boxes.get(line.to);
    if (!target || !isShortened(line, target, drawing)) return line;
    const sign = signFor(line, target);
    signs.set(sign.id, sign);
    return { ...line, to: sign.id };
  });
  const used = new Set(lines.flatMap(({ from, to }) => [from, to]));
  return { ...drawing, lines, boxes: [...drawing.boxes.filter(({ id }) => used.has(id)), ...signs.values()] };
}

function isShortened(line: Line, target: Box, { lines, boxes }: Drawing): boolean {
  const others = lines.filter(({ to }) => to === target.id);
  if (terminals.has(target.shape)) return new Set(others.map(({ from }) => from)).size > MAX_LINES_TO_TERMINAL;
  const defaults = boxes.find(({ shape }) => shape === "defaults")?.id;
  const isTrouble = ({ stroke, from }: Line) => trouble.has(stroke) && from !== defaults;
  return isTrouble(line) && others.filter(isTrouble).length > MAX_TROUBLE_LINES;
}

const signFor = ({ from }: Line, target: Box): Box =>
  terminals.has(target.shape)
    ? { ...target, id: `${from} ${target.id}` }
    : { id: `${from} ${target.id}`, shape: "sign", name: `to ${target.name}` };
