/** Outputs: the channel exists, the field exists, and the value fits the channel. */
import type { z } from "zod";
import { describeSchema, fits } from "../fits.ts";
import type { Issue, IssuePath } from "../issue.ts";
import { type FieldSchema, fieldsOf, jsonSchemaOf, updateSchemaOf } from "../json-schema.ts";
import { normalWrites } from "../writes.ts";
import { nearestAdvice, type Place } from "./place.ts";
import { checkChannel } from "./references.ts";

interface Output {
  /** E.g. `agent "billing"`, or `the form of "edit"`. */
  readonly owner: string;
  readonly type: z.ZodType;
  readonly writes: string | Readonly<Record<string, string>>;
  readonly path: IssuePath;
}

export function checkWrites(place: Place, { owner, type, writes, path }: Output): Issue[] {
  const schema = jsonSchemaOf(type);
  const normal = normalWrites(writes);
  if ("whole" in normal) {
    return checkFit(place, { channel: normal.whole, value: { schema, required: true }, what: `the output of ${owner}`, path });
  }
  const fields = fieldsOf(schema);
  return Object.entries(normal.fields).flatMap(([channel, name]) => {
    const value = fields.get(name);
    const at = [...path, channel];
    if (value) return checkFit(place, { channel, value, what: `"${name}" of ${owner}`, path: at });
    const unknown = place.issue(
      "UNKNOWN_OUTPUT",
      at,
      `${owner} gives no field "${name}".`,
      nearestAdvice(name, fields.keys(), [...place.path, ...at]),
    );
    return [...checkChannel(place, channel, at), unknown];
  });
}

interface Fit {
  readonly channel: string;
  readonly value: FieldSchema;
  readonly what: string;
  readonly path: IssuePath;
}

function checkFit(place: Place, { channel, value, what, path }: Fit): Issue[] {
  const unknown = checkChannel(place, channel, path);
  const definition = Object.hasOwn(place.registry.state, channel) ? place.registry.state[channel] : undefined;
  if (!definition) return unknown;
  const wanted = updateSchemaOf(definition);
  if (fits(value.schema, wanted) && value.required) return [];
  const optional = value.required ? "" : " or nothing";
  const candidates = Object.entries(place.registry.state).flatMap(([name, each]) =>
    value.required && fits(value.schema, updateSchemaOf(each)) ? [`"${name}"`] : [],
  );
  return [
    place.issue(
      "WRITE_TYPE",
      path,
      `${what} is ${describeSchema(value.schema)}${optional}, but the channel "${channel}" takes ${describeSchema(wanted)}.`,
      {
        hint: candidates.length > 0 ? `These take it: ${candidates.join(", ")}.` : "No channel takes it.",
      },
    ),
  ];
}
