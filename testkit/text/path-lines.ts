/** A path as lines that a person reads: what `toMatchPath` keeps, wherever the scenario ran. */

import type { Path } from "../../language/terms/step.ts";
import { localName } from "../../language/terms/visit-name.ts";
import { formatStep } from "../../nodes/call/step.ts";
import type { Note } from "./deadline-note.ts";

export interface PathTurn {
  readonly steps: Path;
  /** Deadlines that fired while a question waited. */
  readonly notes: readonly Note[];
}

/** How the last turn stopped. */
interface Stop {
  readonly waitsAt: string | undefined;
  readonly error: Error | undefined;
}

export function pathLines(turns: readonly PathTurn[], { waitsAt, error }: Stop): string[] {
  const many = turns.length > 1;
  const lines = turns.flatMap((turn, index) => [...(many ? [`turn ${index + 1}:`] : []), ...turnLines(turn)]);
  if (waitsAt !== undefined) lines.push(`waits at ${waitsAt}`);
  if (error) lines.push(`fails: ${"code" in error ? String(error.code) : error.name}`);
  return lines;
}

function turnLines({ steps, notes }: PathTurn): string[] {
  const seen = new Map<string, number>();
  const left = new Set(notes);
  const lines = steps.flatMap((step) => {
    const node = localName(step.node);
    const visit = seen.get(node) ?? 0;
    seen.set(node, visit + 1);
    const before = [...left].filter((note) => note.node === node && note.answered <= visit);
    for (const note of before) left.delete(note);
    return [...before.map(({ text }) => text), formatStep(step)];
  });
  return [...lines, ...[...left].map(({ text }) => text)];
}

/** The path, and under it what it leaves out. */
export const detailedText = ({ path, details }: { readonly path: readonly string[]; readonly details: readonly string[] }): string =>
  [...path, ...(details.length > 0 ? ["", ...details] : [])].join("\n");
