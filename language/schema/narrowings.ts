/** Where a JSON Schema takes less than another: what held for every value of the first may not hold for the second. Unlike `fits`, ranges and formats count. */
import { acceptsValue } from "./accepts-value.ts";
import { canonicalJson } from "./canonical-json.ts";
import { alternatives } from "./fits.ts";
import { isRecord } from "./is-record.ts";
import { isSchema, type JsonSchema, resolve } from "./json-schema.ts";

/** A place where a value of the first schema may not be one of the second. */
export interface Narrowing {
  /** Field names and keywords, such as `amount.maximum`; empty: the whole. */
  readonly at: string;
  /** What the first schema says there; undefined: nothing. */
  readonly before?: unknown;
  readonly after?: unknown;
  /** The two cannot be compared, so that it counts as narrower. */
  readonly isUnsure?: true;
}

export interface Target {
  /** What is taken. */
  readonly input: JsonSchema;
  /** What is made of it. Where it equals the source, nothing has changed, also if JSON Schema cannot express what is taken. */
  readonly output: JsonSchema;
}

/** Empty if everything that `source` describes is taken by the target. */
export function narrowings(source: JsonSchema, { input, output }: Target): Narrowing[] {
  const roots = { source, input, output };
  return compare({ source, input, output }, { roots, path: [], busy: new Map() });
}

interface Sides {
  readonly source: unknown;
  readonly input: unknown;
  readonly output: unknown;
}

interface Place {
  readonly roots: { readonly source: JsonSchema; readonly input: JsonSchema; readonly output: JsonSchema };
  readonly path: readonly string[];
  readonly busy: Map<JsonSchema, Set<JsonSchema>>;
}

const asSchema = (schema: unknown): JsonSchema => (isSchema(schema) ? schema : {});
const asArray = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const inside = (place: Place, ...names: string[]): Place => ({ ...place, path: [...place.path, ...names] });

function compare(sides: Sides, place: Place): Narrowing[] {
  const source = resolve(asSchema(sides.source), place.roots.source);
  const target = resolve(asSchema(sides.input), place.roots.input);
  if (isUnchanged(source, sides.output, place) || isOpen(target)) return [];
  // a recursive schema is narrower only if one of its finite parts is
  if (place.busy.get(source)?.has(target)) return [];
  place.busy.set(source, new Set([...(place.busy.get(source) ?? []), target]));
  const found = (source_: unknown, input: unknown) => compare({ source: source_, input, output: sides.output }, place);
  const sources = alternatives(source);
  if (sources)
    return firstOf(
      sources.map((each) => found(each, target)),
      () => whole(source, target, place),
    );
  if (Array.isArray(target.allOf)) return target.allOf.flatMap((each) => found(source, each));
  if (Array.isArray(source.allOf))
    return source.allOf.some((each) => found(each, target).length === 0) ? [] : [unsure(source, target, place)];
  if ("const" in source) return acceptsValue(source.const, target, place.roots.input) ? [] : [whole(source, target, place)];
  const targets = alternatives(target);
  if (targets) return targets.some((each) => found(source, each).length === 0) ? [] : [whole(source, target, place)];
  return sameType(source, target, { ...place, output: sides.output });
}

/** Of several alternatives, one narrowing that names the whole: which of them is narrower is in the two schemas. */
const firstOf = (found: readonly Narrowing[][], narrowing: () => Narrowing): Narrowing[] =>
  found.every((each) => each.length === 0) ? [] : [narrowing()];

function isUnchanged(source: JsonSchema, output: unknown, { roots }: Place): boolean {
  if (!isSchema(output)) return false;
  const text = canonicalJson(source);
  if (text !== canonicalJson(resolve(output, roots.output))) return false;
  return (
    !text.includes('"$ref"') || canonicalJson(roots.source.$defs ?? roots.source) === canonicalJson(roots.output.$defs ?? roots.output)
  );
}

const shapes = ["type", "const", "enum", "anyOf", "oneOf", "allOf"];
const notes = new Set([
  "title",
  "description",
  "default",
  "examples",
  "deprecated",
  "readOnly",
  "writeOnly",
  "$schema",
  "$id",
  "id",
  "$defs",
  "$comment",
]);
const isOpen = (schema: JsonSchema): boolean => Object.keys(schema).every((keyword) => notes.has(keyword));

const whole = (before: unknown, after: unknown, { path }: Place): Narrowing => ({ at: path.join("."), before, after });
const unsure = (before: unknown, after: unknown, place: Place): Narrowing => ({ ...whole(before, after, place), isUnsure: true });

type TypedPlace = Place & { readonly output: unknown };

function sameType(source: JsonSchema, target: JsonSchema, place: TypedPlace): Narrowing[] {
  if (!shapes.some((keyword) => keyword in source)) return [unsure(source, target, place)];
  if ("const" in target) return [whole(source, target, place)];
  const isSame = source.type === target.type || (source.type === "integer" && target.type === "number");
  if (!isSame) return [whole(source, target, place)];
  return [
    ...boundsOf(source, target, place),
    ...(target.type === "object" ? ofObject(source, target, place) : []),
    ...(target.type === "array" ? ofArray(source, target, place) : []),
  ];
}

const least = ["minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties"];
const most = ["maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties"];
const compared = new Set([
  ...notes,
  ...shapes,
  ...least,
  ...most,
  "properties",
  "required",
  "additionalProperties",
  "propertyNames",
  "items",
  "prefixItems",
]);

/** Keywords that limit a value of one type. One that is not known must be equal. */
function boundsOf(source: JsonSchema, target: JsonSchema, place: Place): Narrowing[] {
  return Object.keys(target).flatMap((keyword): Narrowing[] => {
    const [before, after] = [source[keyword], target[keyword]];
    const at = inside(place, keyword);
    if (least.includes(keyword)) return isWithin(lowest(source, keyword), after, 1) ? [] : [whole(before, after, at)];
    if (most.includes(keyword)) return isWithin(highest(source, keyword), after, -1) ? [] : [whole(before, after, at)];
    if (compared.has(keyword) || canonicalJson(before ?? null) === canonicalJson(after)) return [];
    return before === undefined ? [whole(before, after, at)] : [unsure(before, after, at)];
  });
}

const isWithin = (bound: unknown, limit: unknown, sign: 1 | -1): boolean =>
  typeof bound === "number" && typeof limit === "number" && (bound - limit) * sign >= 0;
/** `exclusiveMinimum: 0` implies `minimum: 0`; the other way round it does not. */
const lowest = (schema: JsonSchema, keyword: string): unknown =>
  schema[keyword] ?? (keyword === "minimum" ? schema.exclusiveMinimum : zeroOf(keyword, "minLength", "minItems", "minProperties"));
const highest = (schema: JsonSchema, keyword: string): unknown =>
  schema[keyword] ?? (keyword === "maximum" ? schema.exclusiveMaximum : undefined);
const zeroOf = (keyword: string, ...counted: string[]): number | undefined => (counted.includes(keyword) ? 0 : undefined);

function ofObject(source: JsonSchema, target: JsonSchema, place: TypedPlace): Narrowing[] {
  const given = isRecord(source.properties) ? source.properties : {};
  const taken = isRecord(target.properties) ? target.properties : {};
  const made = isSchema(place.output) ? resolve(place.output, place.roots.output) : {};
  const outputs = isRecord(made.properties) ? made.properties : {};
  const always = asArray(source.required);
  const added = asArray(target.required)
    .filter((name) => !always.includes(name))
    .map(String)
    .map((name) =>
      whole(Object.hasOwn(given, name) ? { optional: given[name] } : undefined, { required: taken[name] }, inside(place, name)),
    );
  const missing = new Set(added.map(({ at }) => at));
  const fields = Object.entries(given).flatMap(([name, field]): Narrowing[] => {
    const at = inside(place, name);
    if (missing.has(at.path.join("."))) return [];
    if (Object.hasOwn(taken, name)) return compare({ source: field, input: taken[name], output: outputs[name] }, at);
    if (isSchema(target.additionalProperties)) return compare({ source: field, input: target.additionalProperties, output: undefined }, at);
    return Object.keys(taken).length === 0 && target.additionalProperties !== false ? [] : [whole(field, undefined, at)];
  });
  return [...added, ...fields, ...ofOthers(source, target, place)];
}

/** Fields without names: those of a record. */
function ofOthers(source: JsonSchema, target: JsonSchema, place: TypedPlace): Narrowing[] {
  const { additionalProperties: others, propertyNames } = source;
  if (!isSchema(others)) return [];
  const taken = isRecord(target.properties) ? target.properties : {};
  const named = Object.entries(taken).flatMap(([name, field]) =>
    compare({ source: others, input: field, output: undefined }, inside(place, name)),
  );
  const names = compare(
    { source: propertyNames ?? { type: "string" }, input: target.propertyNames, output: undefined },
    inside(place, "propertyNames"),
  );
  if (isSchema(target.additionalProperties))
    return [...named, ...names, ...compare({ source: others, input: target.additionalProperties, output: undefined }, inside(place, "*"))];
  return Object.keys(taken).length === 0 && target.additionalProperties !== false
    ? names
    : [...named, ...names, whole(others, undefined, inside(place, "*"))];
}

function ofArray(source: JsonSchema, target: JsonSchema, place: TypedPlace): Narrowing[] {
  const [given, taken] = [asArray(source.prefixItems), asArray(target.prefixItems)];
  const made = isSchema(place.output) ? resolve(place.output, place.roots.output) : {};
  const outputs = asArray(made.prefixItems);
  if (given.length === 0 && taken.length > 0) return [whole(source, target, place)];
  if (taken.length > 0 && given.length !== taken.length) return [whole(given, taken, place)];
  const first = given.flatMap((item, index) =>
    compare({ source: item, input: taken.length > 0 ? taken[index] : target.items, output: outputs[index] }, inside(place, String(index))),
  );
  const isTuple = given.length > 0 && source.items === undefined;
  return isTuple ? first : [...first, ...compare({ source: source.items, input: target.items, output: made.items }, inside(place, "*"))];
}
