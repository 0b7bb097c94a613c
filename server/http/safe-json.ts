/** Finds what JSON may carry but a thread's state may not: forged objects, text that Postgres refuses, depth. It never changes a value. */
import { MAX_DEPTH, problemOfText } from "../../language/schema/storable.ts";

export interface UnsafePlace {
  readonly path: (string | number)[];
  readonly message: string;
}

/** Enough to repair a body by, few enough to keep the answer small. */
const maxPlaces = 20;
const refusedKeys: Readonly<Record<string, string>> = {
  // in brackets it is a key; bare it would set this very object's prototype
  ["__proto__"]: "it would set an object's prototype",
  constructor: "it could forge an object's class",
  lc: "it marks serialised LangChain objects, which are never revived from a request; send a message flat, as {type, content}",
};

/** All unsafe places of a parsed body, at most 20. An empty list means that it may be used. */
export function unsafePlaces(body: unknown): UnsafePlace[] {
  const places: UnsafePlace[] = [];
  const path: (string | number)[] = [];
  const report = (message: string | undefined): void => {
    if (message !== undefined && places.length < maxPlaces) places.push({ path: [...path], message });
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
  if (typeof value === "number" && !Number.isFinite(value)) return "a number beyond a double's range";
  if (typeof value === "object" && value !== null && depth >= MAX_DEPTH) return `nested more than ${MAX_DEPTH} levels deep`;
  return undefined;
}

function unsafeKey(key: string | number): string | undefined {
  if (typeof key === "number") return undefined;
  return Object.hasOwn(refusedKeys, key) ? `the key "${key}" is refused: ${refusedKeys[key]}` : problemOfText(key);
}
