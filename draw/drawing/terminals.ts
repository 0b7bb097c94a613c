/** The boxes of targets that are not nodes: `end`, `end` with a label, and `wait`. */
import { END, endingOf, endTarget, isStop, WAIT, waitedFor } from "../../language/terms/labels.ts";
import type { Box } from "./drawing.ts";

/** The id of a box that is not a node: no node's name begins like this. */
export const special = (name: string): string => `$${name}`;
export const isSpecial = (id: string): boolean => id.startsWith("$");

export const boxOfTarget = (target: string): string => waitedFor(target) ?? (isStop(target) ? special(target) : target);

/** What the line says: to a node that the next message enters, a message comes in between. */
export const labelsTo = (target: string, labels: readonly string[]): readonly string[] =>
  waitedFor(target) === undefined ? labels : [[...labels, "next message"].join(" · ")];

export function terminalBoxes(endings: readonly string[]): Box[] {
  const ends = [END, ...endings.map(endTarget)];
  return [
    ...ends.map((target): Box => ({ id: special(target), shape: "end", name: ["end", endingOf(target) ?? []].flat().join(": ") })),
    { id: special(WAIT), shape: "wait", name: "wait" },
  ];
}
