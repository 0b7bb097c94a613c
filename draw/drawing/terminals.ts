/** The boxes of targets that are not nodes: `end`, `end` with a label, and `wait`. */
import { END, endingOf, endTarget, isStop, WAIT } from "../../language/terms/labels.ts";
import type { Box } from "./drawing.ts";

/** The id of a box that is not a node: no node's name begins like this. */
export const special = (name: string): string => `$${name}`;
export const isSpecial = (id: string): boolean => id.startsWith("$");

export const boxOfTarget = (target: string): string => (isStop(target) ? special(target) : target);

export function terminalBoxes(endings: readonly string[]): Box[] {
  const ends = [END, ...endings.map(endTarget)];
  return [
    ...ends.map((target): Box => ({ id: special(target), shape: "end", name: ["end", endingOf(target) ?? []].flat().join(": ") })),
    { id: special(WAIT), shape: "wait", name: "wait" },
  ];
}
