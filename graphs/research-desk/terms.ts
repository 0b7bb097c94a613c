/** The significant words of a text, cut to their stems so that "signals" and "signalling" meet. */

const empty = new Set(
  `a about above adopt after all also an and any are as at be became because become been before began begin begins but by came can come compare could
  describe did do does each explain few for from get give got had happen happened has have he her his how i if in into is it its
  just know made make many may me more most much must my no not of on only or other our out over own please say shall she should
  so some such tell than that the their them then there these they this those to too under up us used very was we were what when
  where which who whom why will with would write you your`.split(/\s+/),
);
const endings = ["ations", "ation", "ions", "ion", "ingly", "ings", "ing", "ers", "ies", "ied", "ed", "er", "es", "s", "e"];

/** Short stems stay whole: "gas" is not a plural. */
export function stemOf(word: string): string {
  const ending = endings.find((candidate) => word.endsWith(candidate) && word.length - candidate.length >= 4);
  const stem = ending === undefined ? word : word.slice(0, -ending.length);
  return stem.replace(/([^aeiou])\1$/, "$1");
}

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/** Stems in the order of the text, with repetitions. */
export const stemsOf = (text: string): string[] =>
  wordsOf(text)
    .filter((word) => !empty.has(word))
    .map(stemOf);

/** The distinct significant words of a text, each in its first form. */
export function termsOf(text: string): string[] {
  const byStem = new Map<string, string>();
  for (const word of wordsOf(text)) if (!empty.has(word) && !byStem.has(stemOf(word))) byStem.set(stemOf(word), word);
  return [...byStem.values()];
}
