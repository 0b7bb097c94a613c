/** Reads what a developer asks for: `rename total to sumCents`, `replace "EUR" by "USD"`, several joined by "and" or on lines of their own. */
import type { Change } from "./step.ts";

const rename = /\brename\s+`?([A-Za-z_$][\w$]*)`?\s+(?:to|into)\s+`?([A-Za-z_$][\w$]*)`?/gi;
const replace = /\breplace\s+(["'`])(.+?)\1\s+(?:by|with)\s+(["'`])(.*?)\3/gi;

/** In the order of the text; empty when it asks for nothing that can be done by rule. */
export function changesIn(request: string): Change[] {
  const renames = [...request.matchAll(rename)].map(({ index, 1: find = "", 2: put = "" }) => ({ index, find, put, wholeWord: true }));
  const replacements = [...request.matchAll(replace)].map(({ index, 2: find = "", 4: put = "" }) => ({
    index,
    find,
    put,
    wholeWord: false,
  }));
  return [...renames, ...replacements].sort((one, other) => one.index - other.index).map(({ index: _, ...change }) => change);
}
