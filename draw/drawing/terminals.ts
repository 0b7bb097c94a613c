/** The boxes of targets that are no nodes: `end`, `end` with a label, and `wait`. */
import type { Box } from "./drawing.ts";

/** No node's name begins so. */
export const special = (name: string): string => `$${name}`;

const isTerminal = (target: string): boolean => target === "end" || target === "wait" || target.startsWith("end:");

export const boxOfTarget = (target: string): string => (isTerminal(target) ? special(target) : target);

export function terminalBoxes(endsWith: readonly string[]): Box[] {
  const ends = ["end", ...endsWith.map((label) => `end:${label}`)];
  return [
    ...ends.map((target): Box => ({ id: special(target), shape: "end", name: target.replace(":", ": ") })),
    { id: special("wait"), shape: "wait", name: "wait" },
  ];
}
