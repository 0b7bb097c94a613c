/** Whether a value of one JSON Schema is assignable to another, by TypeScript's rules: formats and ranges are ignored. */
import { isSchema, type JsonSchema, resolve } from "./json-schema.ts";

interface Side {
  readonly schema: JsonSchema;
  /** Where `$ref`s are looked up. */
  readonly root: JsonSchema;
}

/** `false` only when it certainly does not fit: undecidable cases count as fitting. */
export function fits(source: JsonSchema, target: JsonSchema): boolean {
  return compare({ schema: source, root: source }, { schema: target, root: target }, new Map());
}

function compare(from: Side, to: Side, busy: Map<JsonSchema, Set<JsonSchema>>): boolean {
  const source = resolve(from.schema, from.root);
  const target = resolve(to.schema, to.root);
  // a recursive type fits unless one of its finite parts does not
  if (busy.get(source)?.has(target)) return true;
  busy.set(source, new Set([...(busy.get(source) ?? []), target]));
  const side = (schema: unknown, { root }: Side): Side => ({ schema: isSchema(schema) ? schema : {}, root });
  const inner = (a: unknown, b: unknown) => compare(side(a, from), side(b, to), busy);

  if (saysNothing(source) || saysNothing(target)) return true;
  const sources = alternatives(source);
  if (sources) return sources.every((each) => inner(each, target));
  if (Array.isArray(target.allOf)) return target.allOf.every((each) => inner(source, each));
  if (Array.isArray(source.allOf)) return source.allOf.some((each) => inner(each, target));
  const targets = alternatives(target);
  if (targets) return targets.some((each) => inner(source, each));
  return sameShape(source, target, inner);
}

type Inner = (source: unknown, target: unknown) => boolean;

function sameShape(source: JsonSchema, target: JsonSchema, inner: Inner): boolean {
  if ("const" in target) return "const" in source && source.const === target.const;
  const type = "const" in source ? typeOfValue(source.const) : source.type;
  if (kindOf(type) !== kindOf(target.type)) return false;
  if (type === "object") return objectFits(source, target, inner);
  if (type === "array") return arrayFits(source, target, inner);
  return true;
}

function objectFits(source: JsonSchema, target: JsonSchema, inner: Inner): boolean {
  const given = isSchema(source.properties) ? source.properties : {};
  const wanted = isSchema(target.properties) ? target.properties : {};
  const always = new Set(asArray(source.required));
  const needed = new Set(asArray(target.required));
  for (const [name, field] of Object.entries(wanted)) {
    if (needed.has(name) && !always.has(name)) return false;
    if (Object.hasOwn(given, name) && !inner(given[name], field)) return false;
  }
  if (!isSchema(target.additionalProperties) || Object.keys(wanted).length > 0) return true;
  const rest = target.additionalProperties;
  return [...Object.values(given), ...(isSchema(source.additionalProperties) ? [source.additionalProperties] : [])].every((field) =>
    inner(field, rest),
  );
}

function arrayFits(source: JsonSchema, target: JsonSchema, inner: Inner): boolean {
  const given = asArray(source.prefixItems);
  const wanted = asArray(target.prefixItems);
  if (wanted.length > 0) {
    return given.length === wanted.length && given.every((item, index) => inner(item, wanted[index]));
  }
  if (given.length > 0) return given.every((item) => inner(item, target.items));
  return inner(source.items, target.items);
}

/** `string | null` and enums as a list of single schemas. */
export function alternatives(schema: JsonSchema): unknown[] | undefined {
  if (Array.isArray(schema.anyOf)) return schema.anyOf;
  if (Array.isArray(schema.oneOf)) return schema.oneOf;
  if (Array.isArray(schema.enum)) return schema.enum.map((value) => ({ const: value }));
  return Array.isArray(schema.type) ? schema.type.map((type) => ({ ...schema, type })) : undefined;
}

function saysNothing(schema: JsonSchema): boolean {
  return !["type", "const", "enum", "anyOf", "oneOf", "allOf"].some((keyword) => keyword in schema);
}

const asArray = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
/** TypeScript has one number type. */
const kindOf = (type: unknown) => (type === "integer" ? "number" : type);

function typeOfValue(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}

/** A schema in a few words, for messages: `string`, `"up" | "down"`, `{ id, totalCents }`, `string[]`. */
export function describeSchema(schema: JsonSchema, root: JsonSchema = schema): string {
  const plain = resolve(schema, root);
  if ("const" in plain) return JSON.stringify(plain.const);
  const among = alternatives(plain);
  if (among) return among.map((each) => describeSchema(isSchema(each) ? each : {}, root)).join(" | ");
  if (plain.type === "array") return `${describeSchema(isSchema(plain.items) ? plain.items : {}, root)}[]`;
  if (plain.type === "object") return isSchema(plain.properties) ? `{ ${Object.keys(plain.properties).join(", ")} }` : "object";
  return typeof plain.type === "string" ? (plain.type === "integer" ? "number" : plain.type) : "unknown";
}
