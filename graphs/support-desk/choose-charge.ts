/** Finds out which charge a customer's words mean: its number in the list, its merchant, its amount or its date. Never guesses between two. */
import type { Charge } from "./charge.ts";

const ordinals = ["first", "second", "third", "fourth", "fifth", "sixth"];

/** "Sam's Club" and "sams club" are the same name. */
const plain = (text: string) =>
  text
    .toLowerCase()
    .replaceAll(/['’]/g, "")
    .replaceAll(/[^a-z0-9.]+/g, " ")
    .trim();

/** The charges whose merchant the text names. */
export const namedIn = (text: string, charges: readonly Charge[]): Charge[] =>
  charges.filter(({ merchant }) => ` ${plain(text)} `.includes(` ${plain(merchant)} `));

/** The one charge that the choice fits; undefined when none or several do. */
export function findChosenCharge(choice: string, candidates: readonly Charge[]): Charge | undefined {
  const byId = candidates.filter(({ id }) => choice.toUpperCase().includes(id));
  if (byId.length > 0) return only(byId);
  const place = placeIn(choice);
  if (place !== undefined) return candidates[place];
  const clues = [namedIn(choice, candidates), ofAmount(choice, candidates), candidates.filter(({ bookedOn }) => choice.includes(bookedOn))];
  const helpful = clues.filter((charges) => charges.length > 0);
  if (helpful.length === 0) return yes.test(choice) ? only(candidates) : undefined;
  return only(candidates.filter((charge) => helpful.every((charges) => charges.includes(charge))));
}

/** "None of these", "neither": the charge is not in the list. */
export const saysNone = (choice: string): boolean => /\b(none|neither|not (?:one|any) of)\b/i.test(choice);

const yes = /^(?:yes|yeah|yep|right|correct|that(?:'s| is)? (?:it|the one|one|right))\b/i;
const only = (charges: readonly Charge[]) => (charges.length === 1 ? charges[0] : undefined);

/** "2", "no. 2", "number 2", "the second one" → 1 */
function placeIn(choice: string): number | undefined {
  const words = plain(choice);
  const digit = /^(?:no\.? |number |the )?([1-9])\.?$/.exec(words)?.[1];
  if (digit) return Number(digit) - 1;
  const ordinal = ordinals.findIndex((word) => words.split(" ").includes(word));
  return ordinal < 0 ? undefined : ordinal;
}

function ofAmount(choice: string, candidates: readonly Charge[]): Charge[] {
  const amounts = [...choice.matchAll(/\$?(\d+(?:,\d{3})*\.\d{2})\b/g)].map(([, amount = ""]) =>
    Math.round(Number(amount.replaceAll(",", "")) * 100),
  );
  return candidates.filter(({ amountCents }) => amounts.includes(amountCents));
}
