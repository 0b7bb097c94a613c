/** The JSON that pages show with comments, as values that can be compared with real ones. */

export interface NamedObject {
  /** From the comment above it. */
  readonly name: string;
  readonly value: unknown;
}

/** The objects of a `jsonc` block, each with the comment line above it. */
export function objectsOf(code: string): NamedObject[] {
  const parts = code.split(/^\/\/ (.+)$/m);
  const pairs =
    parts.length === 1
      ? [["", code]]
      : parts.slice(1).flatMap((part, index, all) => (index % 2 === 0 ? [[part, all[index + 1] ?? ""]] : []));
  return pairs.map(([name = "", text = ""]) => ({ name, value: JSON.parse(text.replaceAll(/ \/\/ .*$/gm, "")) }));
}

/** An object's keys, and those of the objects inside it, sorted. */
export function keysOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(keysOf);
  if (typeof value !== "object" || value === null) return typeof value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([key, inner]) => [key, keysOf(inner)]),
  );
}

/**
 * The differences between a shown object and the real one: a key on one side only, or another text. `…` is any text, `a | b` for one of them,
 * `{}` and `[]` for any object and list, and a key in `<>` for any key.
 */
export function mismatches(shown: unknown, real: unknown, path = ""): string[] {
  if (typeof shown === "string") return fits(shown, real) ? [] : [`${path} is ${JSON.stringify(real)}`];
  if (Array.isArray(shown))
    return Array.isArray(real) ? (shown.length === 0 ? [] : mismatches(shown[0], real[0], `${path}.0`)) : [`${path} is not a list`];
  if (typeof shown !== "object" || shown === null || typeof real !== "object" || real === null) return [];
  const keys = Object.keys(shown);
  if (keys.length === 0) return [];
  if (keys[0]?.startsWith("<")) return mismatches(Object.values(shown)[0], Object.values(real)[0], `${path}.${keys[0]}`);
  const extra = Object.keys(real).filter((key) => !keys.includes(key));
  return [
    ...extra.map((key) => `${path}.${key} is not shown`),
    ...Object.entries(shown).flatMap(([key, value]) =>
      key in real
        ? mismatches(value, Object.entries(real).find(([name]) => name === key)?.[1], `${path}.${key}`)
        : [`${path}.${key} does not exist`],
    ),
  ];
}

const fits = (shown: string, real: unknown): boolean =>
  typeof real === "string" ? shown.includes("…") || shown.startsWith("<") || shown.split(" | ").includes(real) : real === null;
