/** Arguments: each is known, each required one has a channel, and the channel's type fits. */
import type { z } from "zod";
import { describeSchema, fits } from "../fits.ts";
import type { Issue } from "../issue.ts";
import { type FieldSchema, fieldsOf, type JsonSchema, jsonSchemaOf, sourceSchema, valueSchemaOf } from "../json-schema.ts";
import { nearestAdvice, type Place, renameAdvice } from "./place.ts";

interface Call {
  /** E.g. `agent "billing"`. */
  readonly owner: string;
  readonly type: z.ZodType;
  readonly said: Readonly<Record<string, string>>;
}

export function checkArguments(place: Place, { owner, type, said }: Call): Issue[] {
  const schema = jsonSchemaOf(type);
  const fields = fieldsOf(schema);
  if (schema.type !== "object") return [];
  return [
    ...Object.keys(said).flatMap((name) => (fields.has(name) ? [] : [unknownArgument(place, owner, name, [...fields.keys()])])),
    ...[...fields].flatMap(([name, field]) => {
      const source = Object.hasOwn(said, name) ? said[name] : undefined;
      return source === undefined ? checkImplied(place, owner, { name, field }) : checkSource(place, source, { name, field });
    }),
  ];
}

interface Argument {
  readonly name: string;
  readonly field: FieldSchema;
}

/** Nothing is said: the channel of the same name must give it. */
function checkImplied(place: Place, owner: string, { name, field }: Argument): Issue[] {
  const channel = Object.hasOwn(place.registry.state, name) ? place.registry.state[name] : undefined;
  const candidates = channelsGiving(place, field.schema);
  const hint = `Say \`args: { ${name}: <channel> }\`. ${candidates.length > 0 ? `These fit: ${candidates.join(", ")}.` : "No channel fits."}`;
  if (!channel) {
    if (!field.required) return [];
    return [
      place.issue(
        "MISSING_ARGUMENT",
        [],
        `${owner} needs ${describeSchema(field.schema)} for its argument "${name}", and there is no channel of that name.`,
        { hint },
      ),
    ];
  }
  const value = valueSchemaOf(channel);
  if (fits(value, field.schema)) return [];
  return [
    place.issue(
      "ARGUMENT_TYPE",
      [],
      `${owner} wants ${describeSchema(field.schema)} for its argument "${name}", but the channel "${name}" holds ${describeSchema(value)}.`,
      { hint },
    ),
  ];
}

function checkSource(place: Place, source: string, { name, field }: Argument): Issue[] {
  const given = sourceSchema(place.registry, source);
  if (!given) return [unknownSource(place, source, ["args", name])];
  if (fits(given.schema, field.schema) && (given.required || !field.required)) return [];
  const candidates = channelsGiving(place, field.schema);
  const optional = given.required ? "" : ", or nothing";
  return [
    place.issue(
      "ARGUMENT_TYPE",
      ["args", name],
      `argument "${name}" wants ${describeSchema(field.schema)}, but "${source}" holds ${describeSchema(given.schema)}${optional}.`,
      {
        hint: candidates.length > 0 ? `These fit: ${candidates.join(", ")}.` : "No channel fits.",
      },
    ),
  ];
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

function unknownArgument(place: Place, owner: string, name: string, known: readonly string[]): Issue {
  return place.issue(
    "UNKNOWN_ARGUMENT",
    ["args", name],
    `${owner} takes no argument "${name}".`,
    renameAdvice(name, known, [...place.path, "args", name]),
  );
}

/** Channels whose value may be passed; fields of channels are not listed. */
function channelsGiving({ registry }: Place, wanted: JsonSchema): string[] {
  return Object.entries(registry.state).flatMap(([name, channel]) => (fits(valueSchemaOf(channel), wanted) ? [`"${name}"`] : []));
}
