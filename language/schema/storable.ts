/** Whether a value can be stored as JSON and read back unchanged. Anything else would be changed silently: a Date to a string, NaN to null. */

export interface Unstorable {
  readonly path: readonly (string | number)[];
  /** What was found there, and what to write instead. */
  readonly problem: string;
}

export interface StorableWalk {
  readonly unstorable?: Unstorable;
  /** About how many characters of JSON it is; of a value that cannot be stored, as far as it was inspected. */
  readonly size: number;
  /** JSON has it, and JSON.stringify writes 0. */
  readonly hasNegativeZero?: boolean;
}

export interface WalkOptions {
  /** Replacements for values of classes that the store can read back; the replacement is inspected instead. */
  readonly known?: (value: object) => unknown;
}

/** Deeper values are rejected: no state needs them, and reading them back may overflow the stack. */
export const MAX_DEPTH = 64;

type Path = readonly (string | number)[];
interface WalkVisit {
  readonly value: unknown;
  readonly parent: WalkVisit | undefined;
  readonly key: string | number;
  readonly depth: number;
}

/** Without recursion, so that a very deep value is rejected and does not overflow the stack. Never throws. */
export function walkStorable(value: unknown, { known = () => undefined }: WalkOptions = {}): StorableWalk {
  let size = 0;
  let hasNegativeZero = false;
  const open: WalkVisit[] = [{ value, parent: undefined, key: "", depth: 0 }];
  for (let visit = open.pop(); visit; visit = open.pop()) {
    try {
      const problem = problemOf(visit, known);
      if (problem !== undefined) return { unstorable: { path: pathOf(visit), problem }, size };
      size += sizeOf(visit.value);
      for (const child of childrenOf(visit, known)) open.push(child);
    } catch {
      // a getter, or a proxy
      return { unstorable: { path: pathOf(visit), problem: "reading it throws: write plain data" }, size };
    }
    hasNegativeZero ||= Object.is(visit.value, -0);
  }
  return { size, hasNegativeZero };
}

function problemOf(visit: WalkVisit, known: NonNullable<WalkOptions["known"]>): string | undefined {
  const { value, depth } = visit;
  if (typeof visit.key === "string" && depth > 0) {
    const badKey = problemOfKey(visit.key);
    if (badKey !== undefined) return badKey;
  }
  switch (typeof value) {
    case "string":
      return problemOfText(value);
    case "number":
      return Number.isFinite(value)
        ? undefined
        : `${value} is not a JSON number: it would be read back as null. Leave it out, or write null`;
    case "bigint":
      return "a BigInt is not JSON: write a number or a string";
    case "function":
    case "symbol":
      return `a ${typeof value} cannot be stored`;
    case "undefined":
      return typeof visit.key === "number" ? "undefined in a list would be read back as null: write null" : undefined;
    case "object":
      return value === null || known(value) !== undefined ? undefined : problemOfObject(visit, value);
    default:
      return undefined;
  }
}

function problemOfObject(visit: WalkVisit, value: object): string | undefined {
  if (visit.depth >= MAX_DEPTH) return `nested more than ${MAX_DEPTH} levels deep`;
  for (let up = visit.parent; up; up = up.parent) if (up.value === value) return "it contains itself";
  if (value instanceof Date) return "a Date would be read back as a string: write value.toISOString()";
  if (Object.getOwnPropertySymbols(value).length > 0) return "keys that are symbols would be lost: write names";
  if (Array.isArray(value)) return Object.keys(value).length > value.length ? "a list with named properties would lose them" : undefined;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) return undefined;
  return `a ${value.constructor?.name || "class instance"} would be read back as a plain object, or not at all: write plain data`;
}

/** Why a text cannot be stored in Postgres, or undefined when it can. */
export function problemOfText(text: string): string | undefined {
  if (text.includes("\0")) return "a NUL character (\\u0000): Postgres cannot store it";
  if (!text.isWellFormed()) return "half of a surrogate pair: it is not valid Unicode";
  return undefined;
}

function problemOfKey(key: string): string | undefined {
  if (key === "__proto__") return 'the key "__proto__" would set an object\'s prototype';
  if (key === "lc") return 'the key "lc" marks serialised LangChain objects: it would be read back as one';
  return problemOfText(key);
}

function childrenOf(visit: WalkVisit, known: NonNullable<WalkOptions["known"]>): WalkVisit[] {
  const { value, depth } = visit;
  if (typeof value !== "object" || value === null) return [];
  const seen = known(value) ?? value;
  const entries: [string | number, unknown][] = Array.isArray(seen) ? [...seen.entries()] : Object.entries(seen as object);
  return entries.map(([key, child]) => ({ value: child, parent: visit, key, depth: depth + 1 }));
}

/** Quotes, colons and commas are counted roughly. */
function sizeOf(value: unknown): number {
  if (typeof value === "string") return value.length + 3;
  if (typeof value !== "object" || value === null) return 6;
  return 2 + (Array.isArray(value) ? 0 : Object.keys(value).reduce((sum, key) => sum + key.length + 3, 0));
}

function pathOf(visit: WalkVisit): Path {
  const path: (string | number)[] = [];
  for (let up: WalkVisit | undefined = visit; up?.parent; up = up.parent) path.unshift(up.key);
  return path;
}
