/** Mistakes that people make: a part is missing, swapped with another, mistyped or of another type. */
import type { Draw } from "./draw.ts";

type Path = readonly (string | number)[];
const words = ["end", "wait", "join", "text", "item.id", "items", "talker", "kind", "toString", "__proto__", "", "next", "1ms", "default"];

export function insertMistakes(draw: Draw, graph: Record<string, unknown>): void {
  const parts = partsOf(graph);
  const texts = parts.filter(({ value }) => typeof value === "string");
  const changes = 1 + draw.below(2);
  for (let change = 0; change < changes; change += 1) {
    const isName = draw.chance(70);
    const { path } = draw.one(isName ? texts : parts);
    const values = isName
      ? [draw.one(texts).value, draw.one(words)]
      : [undefined, undefined, draw.one(parts).value, draw.below(4) - 1, null, {}, []];
    put(graph, path, structuredClone(draw.one(values)));
  }
}

function partsOf(value: unknown, path: Path = []): { path: Path; value: unknown }[] {
  const inner =
    typeof value === "object" && value !== null
      ? Object.entries(value).flatMap(([key, part]) => partsOf(part, [...path, Array.isArray(value) ? Number(key) : key]))
      : [];
  return path.length > 0 ? [{ path, value }, ...inner] : inner;
}

function put(root: object, path: Path, value: unknown): void {
  let at: unknown = root;
  for (const step of path.slice(0, -1)) at = typeof at === "object" && at !== null ? Reflect.get(at, step) : undefined;
  const last = path.at(-1);
  if (typeof at !== "object" || at === null || last === undefined) return;
  if (value === undefined) Reflect.deleteProperty(at, last);
  else Reflect.set(at, last, value);
}
