/** Names of people: how one is said, stored and compared. Sameness that grants is exact; sameness that forbids ignores how a name is written. */
import { SignalboxError } from "../issues/errors.ts";

/** Longer names are refused. */
export const MAX_NAME = 200;

/** What the records say of someone without a name, and of deadlines: no person can have these names. */
const reserved: ReadonlySet<string> = new Set(["anonymous", "command", "requester", "deadline", "link", "unknown"]);

/** Control characters, line separators, and what turns the direction of the text around it. */
const unprintable = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

/**
 * The name as it is stored: in Unicode's normal form C, without spaces around it. Undefined when it names nobody.
 *
 * @throws INVALID_INPUT when it is too long, or has characters that cannot be seen and change how a name reads.
 */
export function personNamed(said: string | undefined): string | undefined {
  if (said === undefined) return undefined;
  const problem = said.length > MAX_NAME ? `a name has at most ${MAX_NAME} characters` : problemOfName(said);
  if (problem) throw new SignalboxError("INVALID_INPUT", `by: ${problem}`, { path: ["by"] });
  return nameIn(said);
}

/** The same without refusing: for names that are stored already. */
export function nameIn(said: string): string | undefined {
  const name = said.normalize("NFC").trim();
  const key = keyOf(name);
  return key === "" || reserved.has(key) ? undefined : name;
}

function problemOfName(said: string): string | undefined {
  if (!said.isWellFormed()) return "half of a surrogate pair is not valid Unicode";
  return unprintable.test(said.trim()) ? "a name has no control characters and no marks of text direction" : undefined;
}

/** Whether someone who has given the one name may be the person of the other: for rules that forbid. */
export const mayBeSame = (one: string, other: string): boolean => keyOf(one) === keyOf(other);

/** Equal for names that differ in case, width, spaces or invisible characters. */
const keyOf = (name: string): string =>
  name
    .normalize("NFKC")
    .replace(/\p{Default_Ignorable_Code_Point}/gu, "")
    .replace(/\s+/gu, " ")
    .trim()
    .toUpperCase()
    .toLowerCase()
    .normalize("NFC");
