/** What a thread holds and a registry's channels do not take: a value that was stored under one declaration, and is to be read under another. */
import { z } from "zod";
import type { ChannelDef, Registry } from "../registry/registry.ts";
import { canonicalJson } from "../schema/canonical-json.ts";
import { isRecord } from "../schema/is-record.ts";
import { isSchema, type JsonSchema, resolve, takenSchemaOf, valueSchemaOf } from "../schema/json-schema.ts";
import type { Misfit } from "./misfit.ts";

/** The first place of each channel. Channels that the registry does not have are not looked at: a thread keeps them. */
export async function unfitValues({ state }: Pick<Registry, "state">, values: Readonly<Record<string, unknown>>): Promise<Misfit[]> {
  const found = Object.entries(state).map(async ([name, channel]): Promise<Misfit[]> => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined) return [];
    const issue = await firstIssue(channel, value);
    return issue ? [misfitAt(name, channel, { value, ...issue })] : [];
  });
  return (await Promise.all(found)).flat();
}

interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** A stored value is what the schema gave. One with a transform takes something else, so that only its JSON Schema can be asked. */
async function firstIssue(channel: ChannelDef, value: unknown): Promise<Issue | undefined> {
  const own = await typeOf(channel).safeParseAsync(value);
  if (own.success) return undefined;
  const given = valueSchemaOf(channel);
  const transforms = canonicalJson(given) !== canonicalJson(takenSchemaOf(channel));
  const parsed = transforms ? givenType(given).safeParse(value) : own;
  return parsed.success ? undefined : parsed.error.issues[0];
}

function givenType(schema: JsonSchema): z.ZodType {
  try {
    return z.fromJSONSchema(schema);
  } catch {
    return z.unknown();
  }
}

function typeOf(channel: ChannelDef): z.ZodType {
  if ("list" in channel) return z.array(channel.list);
  if ("messages" in channel) return z.array(z.unknown());
  return "reduce" in channel ? channel.schema : channel;
}

function misfitAt(name: string, channel: ChannelDef, { value, path, message }: Issue & { readonly value: unknown }): Misfit {
  const stored = path.reduce<unknown>((at, key) => (isRecord(at) || Array.isArray(at) ? Reflect.get(at, key) : undefined), value);
  const schema = partAt(valueSchemaOf(channel), path);
  const offered = schema && Object.keys(schema).length > 0 ? schema : message;
  const at = path.map(String).join(".");
  return {
    part: "channel",
    name,
    ...(at && { at }),
    stored: shown(stored),
    offered: stored === undefined ? { required: offered } : offered,
  };
}

const LONGEST = 60;

function shown(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  const text = typeof value === "bigint" ? String(value) : (JSON.stringify(value) ?? typeof value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

/** Undefined where it is not a plain field or item. */
function partAt(root: JsonSchema, path: readonly PropertyKey[]): JsonSchema | undefined {
  return path.reduce<JsonSchema | undefined>(
    (schema, key) => {
      const at = schema && resolve(schema, root);
      const part = at && (typeof key === "number" ? at.items : isSchema(at.properties) ? at.properties[String(key)] : undefined);
      return isSchema(part) ? part : undefined;
    },
    resolve(root, root),
  );
}
