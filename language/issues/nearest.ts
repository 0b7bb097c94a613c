/** What a wrong name was probably meant to be. */
import { distance } from "fastest-levenshtein";

const MAX_NAMES_LISTED = 12;
const MAX_WORD_LENGTH = 100;

/** The nearest known name within a third of the word's length (at least one slip), else `undefined`. */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  if (word.length > MAX_WORD_LENGTH) return undefined;
  let best: string | undefined;
  let bestSlips = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const candidate of known) {
    const found = slips(word.toLowerCase(), candidate.toLowerCase());
    if (found < bestSlips && found < word.length) [best, bestSlips] = [candidate, found];
  }
  return best;
}

/** Edit distance, except that letters in the wrong order ("agnet") are one slip and not two. */
function slips(word: string, candidate: string): number {
  const edits = distance(word, candidate);
  return edits === 2 && sorted(word) === sorted(candidate) ? 1 : edits;
}

const sorted = (word: string) => [...word].sort().join("");

/** `Did you mean "draft"?`, or the known names when none is near. */
export function nearestHint(word: string, known: Iterable<string>): string {
  const names = [...known];
  const best = nearest(word, names);
  if (best !== undefined) return `Did you mean "${best}"?`;
  if (names.length === 0) return "None are declared.";
  const listed = names.slice(0, MAX_NAMES_LISTED).map((name) => `"${name}"`);
  const more = names.length > MAX_NAMES_LISTED ? ` and ${names.length - MAX_NAMES_LISTED} more` : "";
  return `Known: ${listed.join(", ")}${more}.`;
}
