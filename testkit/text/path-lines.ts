/** A turn as lines that a person reads: its steps, and what fell due while a question waited. */
import { localName } from "../../language/terms/visit-name.ts";
import { formatStep, type Path } from "../../nodes/call/step.ts";
import type { Note } from "./deadline-note.ts";

export interface Turn {
  readonly steps: Path;
  readonly notes: readonly Note[];
}

/** The path, and under it what it does not say. */
export const detailedText = ({ path, details }: { readonly path: readonly string[]; readonly details: readonly string[] }): string =>
  [...path, ...(details.length > 0 ? ["", ...details] : [])].join("\n");

export function linesOf({ steps, notes }: Turn): string[] {
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
