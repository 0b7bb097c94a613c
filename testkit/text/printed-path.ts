/** A whole path as lines: what `toMatchPath` keeps, wherever the scenario ran. */
import { linesOf, type Turn } from "./path-lines.ts";

/** How the last turn stopped. */
interface Stop {
  readonly waitsAt: string | undefined;
  readonly error: Error | undefined;
}

export function printedPath(turns: readonly Turn[], { waitsAt, error }: Stop): string[] {
  const many = turns.length > 1;
  const lines = turns.flatMap((turn, index) => [...(many ? [`turn ${index + 1}:`] : []), ...linesOf(turn)]);
  if (waitsAt !== undefined) lines.push(`waits at ${waitsAt}`);
  if (error) lines.push(`fails: ${"code" in error ? String(error.code) : error.name}`);
  return lines;
}
