/** Random requests for a route, made from the schemas that check them: most fit in most places, so that they get far, and are wrong in one. */
import fc from "fast-check";
import { z } from "zod";
import type { Described } from "../../../server/openapi/described/described.ts";

export interface RandomRequest {
  readonly method: string;
  readonly path: string;
  readonly body: string | undefined;
}

/** What a path's parameters may be besides any text: `thread_id` → ids of threads. */
export type KnownIds = Readonly<Record<string, readonly string[]>>;

type Json = Readonly<Record<string, unknown>>;

const special = fc.constantFrom("", "\0", "\ud800", "__proto__", "constructor", "lc", "*", "-1", "1e999", "raw", "../..", "%00");
const text = fc.oneof(fc.string({ maxLength: 12 }), fc.string({ unit: "binary", maxLength: 6 }), special);
const anything = fc.letrec((tie) => ({
  any: fc.oneof({ depthSize: "small" }, text, fc.double(), fc.integer(), fc.boolean(), fc.constant(null), tie("list"), tie("record")),
  list: fc.array(tie("any"), { maxLength: 3 }),
  record: fc.dictionary(text, tie("any"), { maxKeys: 3 }),
})).any;

export function randomRequests(key: string, { query, body }: Described, known: KnownIds): fc.Arbitrary<RandomRequest> {
  const [method = "", pattern = ""] = key.split(" ");
  const names = [...pattern.matchAll(/:(\w+)/g)].map(([, name = ""]) => name);
  const values = names.map((name) => fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...(known[name] ?? ["x"])) }, text));
  const queries = query
    ? fitting(jsonSchema(query))
    : fc.oneof({ weight: 9, arbitrary: fc.constant({}) }, fc.dictionary(text, text, { maxKeys: 2 }));
  const bodies = body ? fitting(jsonSchema(body)) : fc.oneof(fc.constant(undefined), anything);
  const texts = fc.oneof({ weight: 9, arbitrary: bodies.map((value) => JSON.stringify(value)) }, fc.string());
  return fc.tuple(fc.tuple(...values), queries, texts).map(([chosen, asked, sent]) => ({
    method,
    path: pathOf(pattern, chosen) + queryOf(asked),
    body: method === "GET" ? undefined : sent,
  }));
}

const jsonSchema = (schema: z.ZodType): Json => z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });

/** One value in six is anything. */
function fitting(schema: Json): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 5, arbitrary: matching(schema) }, anything);
}

function matching(schema: Json): fc.Arbitrary<unknown> {
  const { anyOf, enum: options, type, items, const: only } = schema;
  if (Array.isArray(anyOf)) return fc.oneof(...anyOf.map(fitting));
  if (Array.isArray(options)) return fc.constantFrom(...options);
  if (only !== undefined) return fc.constant(only);
  if (type === "object") return objectOf(schema);
  if (type === "array") return fc.array(fitting(isSchema(items) ? items : {}), { maxLength: 3 });
  if (type === "string") return fc.oneof(text, fc.uuid(), fc.constantFrom("raw", "*/5 * * * *", "2026-01-01T00:00:00Z"));
  if (type === "integer" || type === "number") return fc.oneof(fc.integer({ min: -2, max: 1_200 }), fc.integer(), fc.double());
  if (type === "boolean") return fc.boolean();
  return anything;
}

function objectOf({ properties, additionalProperties }: Json): fc.Arbitrary<unknown> {
  const fields = Object.entries(isSchema(properties) ? properties : {}).map(([name, schema]) => [
    name,
    fitting(isSchema(schema) ? schema : {}),
  ]);
  const declared = fc.record(Object.fromEntries(fields), { requiredKeys: [] });
  if (additionalProperties === false) return declared;
  return fc.tuple(declared, fc.dictionary(text, anything, { maxKeys: 2 })).map(([some, more]) => ({ ...more, ...some }));
}

const isSchema = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value);

function pathOf(pattern: string, values: readonly string[]): string {
  const left = [...values];
  return pattern.replaceAll(/[{}]/g, "").replaceAll(/:\w+/g, () => encodeURIComponent((left.shift() ?? "").toWellFormed()) || "x");
}

function queryOf(asked: unknown): string {
  if (!isSchema(asked)) return "";
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(asked)) {
    const written = typeof value === "string" ? value : (JSON.stringify(value) ?? "");
    search.append(name.toWellFormed(), written.toWellFormed());
  }
  return search.size === 0 ? "" : `?${search}`;
}
