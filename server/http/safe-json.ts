/** Finds values that JSON allows but a thread's state does not: forged objects, text that Postgres refuses, too much depth. It never changes a value. */
import { MAX_DEPTH, problemOfText } from "../../language/schema/storable.ts";

export interface UnsafePlace {
  readonly path: (string | number)[];
  readonly message: string;
}

/** Enough to fix a body, few enough to keep the response small. */
const MAX_PLACES = 20;
const REFUSED_KEYS: Readonly<Record<string, string>> = {
  // in brackets it is a key; otherwise it would set this object's own prototype
  ["__proto__"]: "it would set an object's prototype",
  constructor: "it could forge an object's class",
  lc: "it marks serialised LangChain objects, which are never revived from a request; send a message flat, as {type, content}",
};

/** The unsafe places of a parsed body, at most 20. Empty: the body is safe. */
export function unsafePlaces(body: unknown): UnsafePlace[] {
  const places: UnsafePlace[] = [];
  const path: (string | number)[] = [];
  const report = (message: string | undefined): void => {
    if (message !== undefined && places.length < MAX_PLACES) places.push({ path: [...path], message });
  };
  const visit = (value: unknown): void => {
    const problem = unsafeValue(value, path.length);
    report(problem);
    if (problem !== undefined || typeof value !== "object" || value === null) return;
    for (const [key, item] of Array.isArray(value) ? value.entries() : Object.entries(value)) {
      path.push(key);
      report(unsafeKey(key));
      visit(item);
      path.pop();
    }
  };
  visit(body);
  return places;
}

function unsafeValue(value: unknown, depth: number): string | undefined {
  if (typeof value === "string") return problemOfText(value);
  if (typeof value === "number" && !Number.isFinite(value)) return "a number outside the range of a double";
  if (typeof value === "object" && value !== null && depth >= MAX_DEPTH) return `nested more than ${MAX_DEPTH} levels deep`;
  return undefined;
}

function unsafeKey(key: string | number): string | undefined {
  if (typeof key === "number") return undefined;
  return Object.hasOwn(REFUSED_KEYS, key) ? `the key "${key}" is refused: ${REFUSED_KEYS[key]}` : problemOfText(key);
}
