/** Whether a JSON Schema takes one value: only for the constants of a closed set. What it cannot judge it does not take. */
import { canonicalJson } from "./canonical-json.ts";
import { isSchema, type JsonSchema, resolve } from "./json-schema.ts";

export function acceptsValue(value: unknown, schema: JsonSchema, root: JsonSchema): boolean {
  const target = resolve(schema, root);
  const accepts = (each: unknown) => isSchema(each) && acceptsValue(value, each, root);
  const { allOf, anyOf, oneOf } = target;
  if (Array.isArray(allOf)) return allOf.every(accepts);
  if (Array.isArray(anyOf)) return anyOf.some(accepts);
  if (Array.isArray(oneOf)) return oneOf.some(accepts);
  const same = (other: unknown) => canonicalJson(other) === canonicalJson(value);
  if ("const" in target) return same(target.const);
  if (Array.isArray(target.enum)) return target.enum.some(same);
  const types: readonly unknown[] = Array.isArray(target.type) ? target.type : [target.type];
  if (target.type !== undefined && !types.some((type) => isOfType(value, type))) return false;
  return isWithinBounds(value, target);
}

function isOfType(value: unknown, type: unknown): boolean {
  if (value === null) return type === "null";
  if (Array.isArray(value)) return type === "array";
  return type === "integer" ? Number.isInteger(value) : type === typeof value;
}

const bounds: Readonly<Record<string, (value: never, limit: never) => boolean>> = {
  minimum: (value: number, limit: number) => value >= limit,
  maximum: (value: number, limit: number) => value <= limit,
  exclusiveMinimum: (value: number, limit: number) => value > limit,
  exclusiveMaximum: (value: number, limit: number) => value < limit,
  minLength: (value: string, limit: number) => value.length >= limit,
  maxLength: (value: string, limit: number) => value.length <= limit,
  pattern: (value: string, limit: string) => new RegExp(limit, "u").test(value),
};
const plain = new Set(["type", "title", "description", "default", "examples", "format"]);

function isWithinBounds(value: unknown, target: JsonSchema): boolean {
  return Object.entries(target).every(([keyword, limit]) => {
    if (plain.has(keyword)) return true;
    const isWithin = Object.hasOwn(bounds, keyword) ? bounds[keyword] : undefined;
    return isWithin?.(value as never, limit as never) === true;
  });
}
