/** Arguments: each is known, each required one has a channel, and the channel's type fits. */

import type { z } from "zod";
import type { Issue, IssuePath } from "../issues/issue.ts";
import { describeSchema, fits } from "../schema/fits.ts";
import { acceptedSchemaOf, type FieldSchema, fieldsOf, mayBeEmpty, orNothing, sourceSchema, valueSchemaOf } from "../schema/json-schema.ts";
import { parseSource } from "../terms/source.ts";
import { nearestAdvice, type RuleContext, renameAdvice } from "./rule-context.ts";

interface ArgumentsOf {
  /** E.g. `agent "billing"`. */
  readonly owner: string;
  readonly said: Readonly<Record<string, string>>;
}

export function checkArguments(context: RuleContext, { type, ...call }: ArgumentsOf & { type: z.ZodType }): Issue[] {
  const schema = acceptedSchemaOf(type);
  return schema.type === "object" ? checkInputs(context, { ...call, fields: fieldsOf(schema), field: "args" }) : [];
}

interface Inputs extends ArgumentsOf {
  readonly fields: ReadonlyMap<string, FieldSchema>;
  /** Where the node sets them: `args`, or a subgraph's `input`. */
  readonly field: "args" | "input";
}

export function checkInputs(context: RuleContext, { owner, said, fields, field }: Inputs): Issue[] {
  const word = field === "args" ? "argument" : "input";
  return [
    ...Object.keys(said).flatMap((name) => (fields.has(name) ? [] : [unknownArgument(context, { owner, name, fields, field })])),
    ...[...fields].flatMap(([name, { schema, required }]) => {
      const argument: Argument = { name, schema, required, field, word };
      const source = Object.hasOwn(said, name) ? said[name] : undefined;
      return source === undefined ? checkImplied(context, owner, argument) : checkSource(context, source, argument);
    }),
  ];
}

interface Argument extends FieldSchema {
  readonly name: string;
  readonly field: "args" | "input";
  readonly word: "argument" | "input";
}

/** Not set: the channel of the same name must give it. */
function checkImplied(context: RuleContext, owner: string, { name, schema, required, field, word }: Argument): Issue[] {
  const channel = Object.hasOwn(context.registry.state, name) ? context.registry.state[name] : undefined;
  const hint = () => `Say \`${field}: { ${name}: <channel> }\`. ${channelsGiving(context, { schema, required })}`;
  if (!channel) {
    if (!required) return [];
    const message = `${owner} needs ${describeSchema(schema)} for its ${word} "${name}", and there is no channel with that name.`;
    return [context.issue("MISSING_ARGUMENT", [], message, { hint: hint() })];
  }
  const value: FieldSchema = { schema: valueSchemaOf(channel), required: !mayBeEmpty(channel) };
  if (fits(value.schema, schema) && (value.required || !required)) return [];
  const message = `${owner} wants ${describeSchema(schema)} for its ${word} "${name}", but the channel "${name}" holds ${describeSchema(value.schema)}${orNothing(value)}.`;
  return [context.issue("ARGUMENT_TYPE", [], message, { hint: hint() })];
}

function checkSource(context: RuleContext, source: string, { name, schema, required, field, word }: Argument): Issue[] {
  const given = sourceSchema(context.registry, source);
  if (!given) return [unknownSource(context, source, [field, name])];
  if (fits(given.schema, schema) && (given.required || !required)) return [];
  const message = `${word} "${name}" wants ${describeSchema(schema)}, but "${source}" holds ${describeSchema(given.schema)}${orNothing(given)}.`;
  return [context.issue("ARGUMENT_TYPE", [field, name], message, { hint: channelsGiving(context, { schema, required }) })];
}

/** A channel, or a field of one, that does not exist. */
export function unknownSource(context: RuleContext, source: string, path: IssuePath): Issue {
  const { channel: name, field } = parseSource(source) ?? { channel: source };
  const channels = Object.keys(context.registry.state);
  const channel = channels.includes(name) ? context.registry.state[name] : undefined;
  if (!channel || field === undefined) {
    return context.issue(
      "UNKNOWN_CHANNEL",
      path,
      `there is no channel "${source}".`,
      nearestAdvice(source, channels, [...context.path, ...path]),
    );
  }
  const names = [...fieldsOf(valueSchemaOf(channel)).keys()].map((each) => `${name}.${each}`);
  return context.issue(
    "UNKNOWN_CHANNEL",
    path,
    `the channel "${name}" has no field "${field}".`,
    nearestAdvice(source, names, [...context.path, ...path]),
  );
}

function unknownArgument(
  context: RuleContext,
  { owner, name, fields, field }: Pick<Inputs, "owner" | "fields" | "field"> & { name: string },
): Issue {
  const word = field === "args" ? "argument" : "input";
  return context.issue(
    "UNKNOWN_ARGUMENT",
    [field, name],
    `${owner} takes no ${word} "${name}".`,
    renameAdvice(name, fields.keys(), [...context.path, field, name]),
  );
}

/** Channels whose value may be passed; fields of channels are not listed. */
export function channelsGiving({ registry }: RuleContext, { schema, required }: FieldSchema): string {
  const names = Object.entries(registry.state).flatMap(([name, channel]) =>
    fits(valueSchemaOf(channel), schema) && !(required && mayBeEmpty(channel)) ? [`"${name}"`] : [],
  );
  return names.length > 0 ? `These fit: ${names.join(", ")}.` : "No channel fits.";
}
