/** Which words two texts share. Words match when they begin alike: "invitation" and "invitations". */

const empty = new Set(
  "a an and are as at by do does for from have how i in is it me my not of on or our per that the this to we what which with you your".split(
    " ",
  ),
);

const wordsOf = (text: string): string[] => (text.toLowerCase().match(/[a-z0-9]+/g) ?? []).filter((word) => !empty.has(word));

const agree = (one: string, other: string): boolean =>
  one === other || (Math.min(one.length, other.length) >= 4 && one.slice(0, 5) === other.slice(0, 5));

/** How many different words of the one text the other has too. */
export function wordsShared(text: string, other: string): number {
  const others = wordsOf(other);
  return new Set(wordsOf(text).filter((word) => others.some((candidate) => agree(candidate, word)))).size;
}

/** The position of a word of the text, or undefined. */
export const placeOf = (word: string, text: string): number | undefined => {
  const at = wordsOf(text).findIndex((other) => agree(other, word));
  return at < 0 ? undefined : at;
};
