/** Arguments: each is known, each required one has a channel, and the channel's type fits. */
import type { z } from "zod";
import type { Issue } from "../issues/issue.ts";
import { describeSchema, fits } from "../schema/fits.ts";
import { type FieldSchema, fieldsOf, type JsonSchema, jsonSchemaOf, sourceSchema, valueSchemaOf } from "../schema/json-schema.ts";
import { nearestAdvice, type Place, renameAdvice } from "./place.ts";

interface Call {
  /** E.g. `agent "billing"`. */
  readonly owner: string;
  readonly said: Readonly<Record<string, string>>;
}

export function checkArguments(place: Place, { type, ...call }: Call & { type: z.ZodType }): Issue[] {
  const schema = jsonSchemaOf(type);
  return schema.type === "object" ? checkInputs(place, { ...call, fields: fieldsOf(schema), field: "args" }) : [];
}

interface Inputs extends Call {
  readonly fields: ReadonlyMap<string, FieldSchema>;
  /** Where the node says them: `args`, or a subgraph's `input`. */
  readonly field: "args" | "input";
}

export function checkInputs(place: Place, { owner, said, fields, field }: Inputs): Issue[] {
  const word = field === "args" ? "argument" : "input";
  return [
    ...Object.keys(said).flatMap((name) => (fields.has(name) ? [] : [unknownArgument(place, { owner, name, fields, field })])),
    ...[...fields].flatMap(([name, { schema, required }]) => {
      const argument: Argument = { name, schema, required, field, word };
      const source = Object.hasOwn(said, name) ? said[name] : undefined;
      return source === undefined ? checkImplied(place, owner, argument) : checkSource(place, source, argument);
    }),
  ];
}

interface Argument extends FieldSchema {
  readonly name: string;
  readonly field: "args" | "input";
  readonly word: "argument" | "input";
}

/** Nothing is said: the channel of the same name must give it. */
function checkImplied(place: Place, owner: string, { name, schema, required, field, word }: Argument): Issue[] {
  const channel = Object.hasOwn(place.registry.state, name) ? place.registry.state[name] : undefined;
  const hint = () => `Say \`${field}: { ${name}: <channel> }\`. ${channelsGiving(place, schema)}`;
  if (!channel) {
    if (!required) return [];
    const message = `${owner} needs ${describeSchema(schema)} for its ${word} "${name}", and there is no channel of that name.`;
    return [place.issue("MISSING_ARGUMENT", [], message, { hint: hint() })];
  }
  const value = valueSchemaOf(channel);
  if (fits(value, schema)) return [];
  const message = `${owner} wants ${describeSchema(schema)} for its ${word} "${name}", but the channel "${name}" holds ${describeSchema(value)}.`;
  return [place.issue("ARGUMENT_TYPE", [], message, { hint: hint() })];
}

function checkSource(place: Place, source: string, { name, schema, required, field, word }: Argument): Issue[] {
  const given = sourceSchema(place.registry, source);
  if (!given) return [unknownSource(place, source, [field, name])];
  if (fits(given.schema, schema) && (given.required || !required)) return [];
  const optional = given.required ? "" : ", or nothing";
  const message = `${word} "${name}" wants ${describeSchema(schema)}, but "${source}" holds ${describeSchema(given.schema)}${optional}.`;
  return [place.issue("ARGUMENT_TYPE", [field, name], message, { hint: channelsGiving(place, schema) })];
}

/** A channel, or a field of one, that does not exist. */
export function unknownSource(place: Place, source: string, path: readonly string[]): Issue {
  const [name = "", field] = source.split(".");
  const channels = Object.keys(place.registry.state);
  const channel = channels.includes(name) ? place.registry.state[name] : undefined;
  if (!channel || field === undefined) {
    return place.issue(
      "UNKNOWN_CHANNEL",
      path,
      `there is no channel "${source}".`,
      nearestAdvice(source, channels, [...place.path, ...path]),
    );
  }
  const names = [...fieldsOf(valueSchemaOf(channel)).keys()].map((each) => `${name}.${each}`);
  return place.issue(
    "UNKNOWN_CHANNEL",
    path,
    `the channel "${name}" has no field "${field}".`,
    nearestAdvice(source, names, [...place.path, ...path]),
  );
}

function unknownArgument(
  place: Place,
  { owner, name, fields, field }: Pick<Inputs, "owner" | "fields" | "field"> & { name: string },
): Issue {
  const word = field === "args" ? "argument" : "input";
  return place.issue(
    "UNKNOWN_ARGUMENT",
    [field, name],
    `${owner} takes no ${word} "${name}".`,
    renameAdvice(name, fields.keys(), [...place.path, field, name]),
  );
}

/** Channels whose value may be passed; fields of channels are not listed. */
function channelsGiving({ registry }: Place, wanted: JsonSchema): string {
  const names = Object.entries(registry.state).flatMap(([name, channel]) => (fits(valueSchemaOf(channel), wanted) ? [`"${name}"`] : []));
  return names.length > 0 ? `These fit: ${names.join(", ")}.` : "No channel fits.";
}
