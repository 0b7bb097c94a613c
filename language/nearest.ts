/** What a wrong name was probably meant to be. */
import { distance } from "fastest-levenshtein";

const mostNamesListed = 12;

/** The nearest known name within a third of the word's length (at least one slip), else `undefined`. */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const candidate of known) {
    const found = distance(word.toLowerCase(), candidate.toLowerCase());
    if (found < bestDistance) [best, bestDistance] = [candidate, found];
  }
  return best;
}

/** `Did you mean "draft"?`, or the known names when none is near. */
export function nearestHint(word: string, known: Iterable<string>): string {
  const names = [...known];
  const best = nearest(word, names);
  if (best !== undefined) return `Did you mean "${best}"?`;
  if (names.length === 0) return "None are declared.";
  const listed = names.slice(0, mostNamesListed).map((name) => `"${name}"`);
  const more = names.length > mostNamesListed ? ` and ${names.length - mostNamesListed} more` : "";
  return `Known: ${listed.join(", ")}${more}.`;
}
