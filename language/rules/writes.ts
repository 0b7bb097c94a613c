/** Outputs: the channel exists, the field exists, and the value fits the channel. */
import type { z } from "zod";
import type { Issue, IssuePath } from "../issues/issue.ts";
import { describeSchema, fits } from "../schema/fits.ts";
import {
  type FieldSchema,
  fieldsOf,
  isOptional,
  type JsonSchema,
  jsonSchemaOf,
  orNothing,
  takesNothing,
  updateSchemaOf,
} from "../schema/json-schema.ts";
import { normalWrites } from "../terms/writes.ts";
import { checkChannel, checkChannelKey, namedIn } from "./references.ts";
import { nearestAdvice, type RuleContext } from "./rule-context.ts";

interface Output {
  /** E.g. `agent "billing"`, or `the form of "edit"`. */
  readonly owner: string;
  readonly type: z.ZodType;
  readonly writes: string | Readonly<Record<string, string>>;
  readonly path: IssuePath;
}

export function checkWrites(context: RuleContext, { owner, type, writes, path }: Output): Issue[] {
  const schema = jsonSchemaOf(type);
  const normal = normalWrites(writes);
  if ("whole" in normal) return checkWhole(context, normal.whole, { value: { schema, required: !isOptional(type) }, owner, path });
  const fields = fieldsOf(schema);
  return Object.entries(normal.fields).flatMap(([channel, name]) => {
    const value = fields.get(name);
    const at = [...path, channel];
    const unknown = checkChannelKey(context, channel, at);
    if (value) return [...unknown, ...checkField(context, channel, { value, what: `"${name}" of ${owner}`, path: at })];
    if (fields.size === 0) return [...unknown, noFields(context, channel, { owner, schema, path })];
    const advice = nearestAdvice(name, fields.keys(), [...context.path, ...at]);
    return [...unknown, context.issue("UNKNOWN_OUTPUT", at, `${owner} has no field "${name}".`, advice)];
  });
}

interface Whole {
  readonly value: FieldSchema;
  readonly owner: string;
  readonly path: IssuePath;
}

function checkWhole(context: RuleContext, channel: string, { value, owner, path }: Whole): Issue[] {
  const definition = namedIn(context.registry.state, channel);
  if (!definition) return checkChannel(context, channel, path);
  const wanted = updateSchemaOf(definition);
  const isFitting = fits(value.schema, wanted);
  if (isFitting && (value.required || takesNothing(definition))) return [];
  const message = `the output of ${owner} is ${describeSchema(value.schema)}${orNothing(value)}, but the channel "${channel}" takes ${describeSchema(wanted)}.`;
  const field = [...fieldsOf(value.schema)].find(([, each]) => fits(each.schema, wanted))?.[0];
  const hint = isFitting
    ? "Declare the channel as `.optional()`, or let the output always hold something."
    : field !== undefined
      ? `Write a field of it: ${notation(path, `{ ${channel}: ${field} }`)}.`
      : channelsTaking(context, value);
  return [context.issue("WRITE_TYPE", path, message, { hint })];
}

/** As the node says it: `writes: { edit: note }`. */
const notation = ([first, ...rest]: IssuePath, value: string): string =>
  `\`${first}: ${rest.reduceRight<string>((inner, step) => `{ ${step}: ${inner} }`, value)}\``;

function noFields(
  context: RuleContext,
  channel: string,
  { owner, schema, path }: { owner: string; schema: JsonSchema; path: IssuePath },
): Issue {
  const definition = namedIn(context.registry.state, channel);
  const isFitting = definition !== undefined && fits(schema, updateSchemaOf(definition));
  const [other] = namesTaking(context, schema);
  const whole = isFitting ? channel : (other ?? "<channel>");
  return context.issue("UNKNOWN_OUTPUT", [...path, channel], `the output of ${owner} is ${describeSchema(schema)}, which has no fields.`, {
    hint: `Write it whole: ${notation(path, whole)}.`,
    ...(isFitting && { repair: { op: "replace", path: [...context.path, ...path], value: channel } as const }),
  });
}

interface Field {
  readonly value: FieldSchema;
  readonly what: string;
  readonly path: IssuePath;
}

/** A field that may be missing leaves its channel as it was. */
function checkField(context: RuleContext, channel: string, { value: { schema }, what, path }: Field): Issue[] {
  const definition = namedIn(context.registry.state, channel);
  const wanted = definition && updateSchemaOf(definition);
  if (!wanted || fits(schema, wanted)) return [];
  const message = `${what} is ${describeSchema(schema)}, but the channel "${channel}" takes ${describeSchema(wanted)}.`;
  return [context.issue("WRITE_TYPE", path, message, { hint: channelsTaking(context, { schema, required: true }) })];
}

const namesTaking = ({ registry }: RuleContext, schema: JsonSchema, isAlways = true): string[] =>
  Object.entries(registry.state).flatMap(([name, each]) =>
    fits(schema, updateSchemaOf(each)) && (isAlways || takesNothing(each)) ? [name] : [],
  );

function channelsTaking(context: RuleContext, { schema, required }: FieldSchema): string {
  const names = namesTaking(context, schema, required);
  return names.length > 0 ? `These take it: ${names.map((name) => `"${name}"`).join(", ")}.` : "No channel takes it.";
}
