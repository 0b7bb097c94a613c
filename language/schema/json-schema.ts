/** JSON Schemas of what code and channels take and give: how types are compared when a declaration arrives as data. */

import { z } from "zod";
import type { ChannelDef, RegistryEntries } from "../registry/entries.ts";
import { parseSource } from "../terms/source.ts";
import { isCoerced, isPreprocess } from "./sides/parts-of.ts";

/** A JSON Schema (2020-12) as zod writes it. */
export type JsonSchema = { readonly [keyword: string]: unknown };

const anything: JsonSchema = {};

/**
 * The JSON Schema of a zod type's output. What JSON Schema cannot express, such as a transform or a class, is `{}`, which accepts everything.
 * @example
 * jsonSchemaOf(z.object({ cents: z.number() }));
 */
export const jsonSchemaOf = writer({ io: "output", override: () => {} });

/**
 * The JSON Schema of what may be given to a zod type, as models and people are shown it: a field with a default may be left out,
 * and only a strict object refuses others.
 */
export const inputSchemaOf = writer({
  io: "input",
  override: ({ zodSchema, jsonSchema }) => {
    if (zodSchema instanceof z.core.$ZodDate && isCoerced(zodSchema)) Object.assign(jsonSchema, { type: "string", format: "date-time" });
  },
});

/** The same for comparing types, as tsc sees them: what is coerced or preprocessed takes anything. */
export const acceptedSchemaOf = writer({
  io: "input",
  override: ({ zodSchema, jsonSchema }) => {
    if (isCoerced(zodSchema) || isPreprocess(zodSchema)) for (const keyword of Object.keys(jsonSchema)) delete jsonSchema[keyword];
  },
});

/** Whether what the type gives may be undefined. JSON Schema says that of a field only. */
export const isOptional = (type: z.ZodType): boolean => type._zod.optout === "optional";

type Writing = Required<Pick<z.core.ToJSONSchemaParams, "io" | "override">>;

function writer(writing: Writing): (type: z.ZodType) => JsonSchema {
  const known = new WeakMap<z.ZodType, JsonSchema>();
  return (type) => {
    const found = known.get(type);
    if (found) return found;
    const schema = write(type, writing);
    known.set(type, schema);
    return schema;
  };
}

function write(type: z.ZodType, writing: Writing): JsonSchema {
  try {
    const {
      $schema: _,
      "~standard": __,
      ...schema
    } = z.toJSONSchema(type, { ...writing, unrepresentable: "any" }) as Record<string, unknown>;
    return schema;
  } catch {
    return anything; // a schema that zod cannot express cannot be compared either
  }
}

/** A message as every graph may rely on it. */
const messageSchema: JsonSchema = { type: "object", properties: { id: { type: "string" }, content: {} }, required: ["content"] };

/**
 * The JSON Schema of the value that readers of a channel get.
 * @example
 * valueSchemaOf(list(z.string())); // an array of strings
 */
export const valueSchemaOf = (channel: ChannelDef): JsonSchema => schemaOfValue(channel, jsonSchemaOf);

/** The same as its schema takes it. */
export const takenSchemaOf = (channel: ChannelDef): JsonSchema => schemaOfValue(channel, inputSchemaOf);

function schemaOfValue(channel: ChannelDef, schemaOf: (type: z.ZodType) => JsonSchema): JsonSchema {
  if ("list" in channel) return { type: "array", items: schemaOf(channel.list) };
  if ("messages" in channel) return { type: "array", items: messageSchema };
  return schemaOf("schema" in channel ? channel.schema : channel);
}

/**
 * The JSON Schema of what a node can write to a channel.
 * @example
 * updateSchemaOf(list(z.string())); // a string, or an array of strings
 */
export function updateSchemaOf(channel: ChannelDef): JsonSchema {
  if ("list" in channel) return { anyOf: [jsonSchemaOf(channel.list), valueSchemaOf(channel)] };
  if ("messages" in channel) return { anyOf: [messageSchema, valueSchemaOf(channel), { type: "string" }] };
  return valueSchemaOf(channel);
}

export interface FieldSchema {
  readonly schema: JsonSchema;
  readonly required: boolean;
}

/** For messages: what else a value may be. */
export const orNothing = ({ required }: FieldSchema): string => (required ? "" : ", or nothing");

/** Whether nothing can be written to the channel. */
export const takesNothing = (channel: ChannelDef): boolean => ("list" in channel ? isOptional(channel.list) : mayBeEmpty(channel));

/** Whether readers of the channel may find nothing in it, although it was written. */
export const mayBeEmpty = (channel: ChannelDef): boolean => "_zod" in channel && isOptional(channel);

const knownFields = new WeakMap<JsonSchema, ReadonlyMap<string, FieldSchema>>();

/** Fields of an object schema by name; none for anything else. */
export function fieldsOf(schema: JsonSchema): ReadonlyMap<string, FieldSchema> {
  const found = knownFields.get(schema);
  if (found) return found;
  const fields = readFields(schema);
  knownFields.set(schema, fields);
  return fields;
}

function readFields(schema: JsonSchema): ReadonlyMap<string, FieldSchema> {
  const plain = resolve(schema, schema);
  const properties = plain.type === "object" && isSchema(plain.properties) ? plain.properties : {};
  const required = Array.isArray(plain.required) ? plain.required : [];
  return new Map(
    Object.entries(properties).map(([name, field]) => [
      name,
      { schema: withDefinitions(isSchema(field) ? field : anything, schema), required: required.includes(name) },
    ]),
  );
}

/** The schema of a list's items; `undefined` when it is not a list, or may be something else, other than nothing. */
export function itemsOf(schema: JsonSchema): JsonSchema | undefined {
  const plain = withoutNull(schema, schema);
  if (plain.type !== "array") return undefined;
  return { ...(isSchema(plain.items) ? plain.items : {}), ...(isSchema(schema.$defs) && { $defs: schema.$defs }) };
}

/** What it may be besides null. */
export function withoutNull(schema: JsonSchema, root: JsonSchema): JsonSchema {
  const plain = resolve(schema, root);
  if (Array.isArray(plain.type)) {
    const types = plain.type.filter((type) => type !== "null");
    return types.length === 1 ? { ...plain, type: types[0] } : plain;
  }
  if (!Array.isArray(plain.anyOf)) return plain;
  const others = plain.anyOf.filter((each) => isSchema(each) && resolve(each, root).type !== "null");
  const [only] = others;
  return others.length === 1 && isSchema(only) ? withoutNull(only, root) : plain;
}

/** An object schema without some of its fields. */
export function withoutFields(schema: JsonSchema, names: readonly string[]): JsonSchema {
  if (names.length === 0 || !isSchema(schema.properties)) return schema;
  const properties = Object.entries(schema.properties).filter(([name]) => !names.includes(name));
  const required = Array.isArray(schema.required) ? schema.required.filter((name) => !names.includes(name)) : [];
  return { ...schema, properties: Object.fromEntries(properties), required };
}

/** What a channel, or a field of one ("order.id"), gives; `undefined` when it does not exist. */
export function sourceSchema(registry: RegistryEntries, source: string): FieldSchema | undefined {
  const parsed = parseSource(source);
  const channel = parsed && Object.hasOwn(registry.state, parsed.channel) ? registry.state[parsed.channel] : undefined;
  if (!parsed || !channel) return undefined;
  const schema = valueSchemaOf(channel);
  const isAlways = !mayBeEmpty(channel);
  if (parsed.field === undefined) return { schema, required: isAlways };
  const field = fieldsOf(schema).get(parsed.field);
  return field && { ...field, required: field.required && isAlways };
}

/** Follows `$ref` inside `root`. */
export function resolve(schema: JsonSchema, root: JsonSchema): JsonSchema {
  const seen = new Set<unknown>();
  let current = schema;
  while (typeof current.$ref === "string" && !seen.has(current)) {
    seen.add(current);
    current = lookUp(current.$ref, root);
  }
  return current;
}

function lookUp(ref: string, root: JsonSchema): JsonSchema {
  let at: unknown = root;
  for (const step of ref.replace(/^#\/?/, "").split("/").filter(Boolean)) at = isSchema(at) ? at[step] : undefined;
  return isSchema(at) ? at : anything;
}

/** A part keeps the definitions that its `$ref`s name. */
function withDefinitions(part: JsonSchema, root: JsonSchema): JsonSchema {
  const resolved = resolve(part, root);
  return isSchema(root.$defs) && resolved !== root ? { ...resolved, $defs: root.$defs } : resolved;
}

export function isSchema(value: unknown): value is JsonSchema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
