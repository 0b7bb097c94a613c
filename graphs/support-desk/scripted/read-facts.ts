/** Reads literal facts out of a text: amounts of money, and which of some given words it uses. No model. */

const small = [
  "zero",
  "one",
  "two",
  "three",
  "four",
  "five",
  "six",
  "seven",
  "eight",
  "nine",
  "ten",
  "eleven",
  "twelve",
  "thirteen",
  "fourteen",
  "fifteen",
  "sixteen",
  "seventeen",
  "eighteen",
  "nineteen",
];
const tens = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

/** "$1,200.50", "40 dollars", "seventy dollars" → cents, in the order of the text. */
export function amountsIn(text: string): number[] {
  const amounts = [...text.matchAll(/\$\s?(\d[\d,]*(?:\.\d{1,2})?)|(\d[\d,]*(?:\.\d{1,2})?|[a-z]+) (?:dollars|bucks)\b/gi)];
  return amounts.flatMap(([, afterSign, beforeWord]) => {
    const value = numberOf((afterSign ?? beforeWord ?? "").toLowerCase());
    return value === undefined ? [] : [Math.round(value * 100)];
  });
}

function numberOf(text: string): number | undefined {
  if (/^\d/.test(text)) return Number(text.replaceAll(",", ""));
  if (small.includes(text)) return small.indexOf(text);
  return tens.includes(text) ? (tens.indexOf(text) + 2) * 10 : undefined;
}

/** The position of the phrase's first word in the text, or undefined. Words match when they begin alike: "saving" and "savings". */
export function placeOf(phrase: string, text: string): number | undefined {
  const words = wordsIn(text);
  const wanted = wordsIn(phrase);
  const place = words.findIndex((word) => wanted.some((other) => agree(word, other)));
  return place < 0 ? undefined : place;
}

/** The share of the phrase's words that the text uses, 0..1. */
export function shareUsed(phrase: string, text: string): number {
  const words = wordsIn(text);
  const wanted = wordsIn(phrase);
  return wanted.filter((word) => words.some((other) => agree(word, other))).length / (wanted.length || 1);
}

export const wordsIn = (text: string): string[] => text.toLowerCase().match(/[a-z0-9]+/g) ?? [];

const agree = (one: string, other: string): boolean =>
  one === other || (Math.min(one.length, other.length) >= 4 && one.slice(0, 5) === other.slice(0, 5));
