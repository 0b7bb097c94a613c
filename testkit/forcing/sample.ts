/** One plain value that a schema accepts: the same each time, because a path test is a snapshot. Not for property tests. */
import { generateSync, type JsonSchema } from "json-schema-faker";
import { z } from "zod";
import type { Registry } from "../../language/registry/registry.ts";
import { namedIn } from "../../language/rules/references.ts";
import { parseSource } from "../../language/terms/source.ts";

export const message = { role: "user", content: "text" };

/** What is tried where JSON Schema cannot express the schema (`z.custom`, a transform). */
const plainValues: readonly unknown[] = ["text", 1, true, message, [message], {}, [], null];

/**
 * One plain value that a schema accepts, always the same; undefined if none was found. Path tests use it where a scenario gives no value.
 * @example
 * sampleOf(z.object({ cents: z.int().positive() })); // { cents: 1 }
 */
export function sampleOf(schema: z.ZodType): unknown {
  const fits = (value: unknown) => schema.safeParse(value).success;
  for (const seed of [1, 2, 3, 4]) {
    const value = generated(schema, seed);
    if (value !== undefined && fits(value)) return value;
  }
  return plainValues.find(fits);
}

function generated(schema: z.ZodType, seed: number): unknown {
  try {
    const written = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as JsonSchema;
    return generateSync(tamed(written) as JsonSchema, { seed, maxDefaultItems: 1, optionalsProbability: 0, useDefaultValue: true });
  } catch {
    return undefined; // what zod cannot express, or what has no value
  }
}

type Written = Readonly<Record<string, unknown>>;

/** Keeps what is generated small and readable: texts of one word, small positive numbers, lists of one item. */
function tamed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(tamed);
  if (typeof schema !== "object" || schema === null) return schema;
  const kept = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, key === "enum" ? value : tamed(value)])) as Written;
  if (Array.isArray(kept.enum)) return { const: kept.enum[0] };
  if ("const" in kept || "default" in kept) return kept;
  if (kept.type === "string") return tameText(kept);
  if (kept.type === "integer" || kept.type === "number") return tameNumber(kept);
  if (kept.type === "array")
    return { ...kept, minItems: Math.max(1, Number(kept.minItems ?? 1)), maxItems: Math.max(1, Number(kept.minItems ?? 1)) };
  return isAnything(kept) ? { const: "text" } : kept;
}

const formats: Written = { date: "2026-01-15", "date-time": "2026-01-15T09:00:00Z", email: "ada@example.org", uri: "https://example.org" };

function tameText(schema: Written): Written {
  const known = formats[String(schema.format)];
  if (known !== undefined) return { const: known };
  if ("pattern" in schema || "format" in schema) return schema;
  const [min, max] = [Number(schema.minLength ?? 1), Number(schema.maxLength ?? Number.POSITIVE_INFINITY)];
  return { const: "text".padEnd(min, "-").slice(0, Math.min(max, Math.max(4, min))) };
}

function tameNumber(schema: Written): Written {
  const least = Number(schema.minimum ?? Number.NEGATIVE_INFINITY);
  const above = Number(schema.exclusiveMinimum ?? Number.NEGATIVE_INFINITY);
  const most = Number(schema.maximum ?? schema.exclusiveMaximum ?? Number.POSITIVE_INFINITY);
  const wanted = Math.max(1, least, above + 1);
  return wanted <= most ? { const: wanted } : schema;
}

const isAnything = (schema: Written): boolean =>
  Object.keys(schema).every((key) => key === "description" || key === "title" || key === "$schema");

/** A sample of what a channel, or one field of it, holds when it holds something. */
export function sampleAt({ state }: Registry, source: string): unknown {
  const { channel = source, field } = parseSource(source) ?? {};
  const definition = namedIn(state, channel);
  if (!definition) return undefined;
  if ("messages" in definition) return [message];
  if ("list" in definition) return [sampleOf(definition.list)];
  const whole = heldType("reduce" in definition ? definition.schema : definition);
  if (field === undefined) return sampleOf(whole);
  const part = whole instanceof z.ZodObject ? whole.shape[field] : undefined;
  return part instanceof z.ZodType ? sampleOf(heldType(part)) : undefined;
}

/** A type without "or nothing". */
function heldType(type: z.ZodType): z.ZodType {
  const inner = type instanceof z.ZodOptional || type instanceof z.ZodNullable ? type.unwrap() : type;
  return inner === type || !(inner instanceof z.ZodType) ? type : heldType(inner);
}
