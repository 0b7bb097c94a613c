/** Outputs: the channel exists, the field exists, and the value fits the channel. */
import type { z } from "zod";
import type { Issue, IssuePath } from "../issues/issue.ts";
import { describeSchema, fits } from "../schema/fits.ts";
import { type FieldSchema, fieldsOf, jsonSchemaOf, updateSchemaOf } from "../schema/json-schema.ts";
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
  if ("whole" in normal) {
    const what = `the output of ${owner}`;
    return [
      ...checkChannel(context, normal.whole, path),
      ...checkFit(context, { channel: normal.whole, value: { schema, required: true }, what, path }),
    ];
  }
  const fields = fieldsOf(schema);
  return Object.entries(normal.fields).flatMap(([channel, name]) => {
    const value = fields.get(name);
    const at = [...path, channel];
    const unknown = checkChannelKey(context, channel, at);
    if (value) return [...unknown, ...checkFit(context, { channel, value, what: `"${name}" of ${owner}`, path: at })];
    const advice = nearestAdvice(name, fields.keys(), [...context.path, ...at]);
    return [...unknown, context.issue("UNKNOWN_OUTPUT", at, `${owner} has no field "${name}".`, advice)];
  });
}

interface Fit {
  readonly channel: string;
  readonly value: FieldSchema;
  readonly what: string;
  readonly path: IssuePath;
}

function checkFit(context: RuleContext, { channel, value, what, path }: Fit): Issue[] {
  const definition = namedIn(context.registry.state, channel);
  const wanted = definition && updateSchemaOf(definition);
  if (!wanted || (fits(value.schema, wanted) && value.required)) return [];
  const optional = value.required ? "" : " or nothing";
  const message = `${what} is ${describeSchema(value.schema)}${optional}, but the channel "${channel}" takes ${describeSchema(wanted)}.`;
  return [context.issue("WRITE_TYPE", path, message, { hint: channelsTaking(context, value) })];
}

function channelsTaking({ registry }: RuleContext, { schema, required }: FieldSchema): string {
  const names = Object.entries(registry.state).flatMap(([name, each]) =>
    required && fits(schema, updateSchemaOf(each)) ? [`"${name}"`] : [],
  );
  return names.length > 0 ? `These take it: ${names.join(", ")}.` : "No channel takes it.";
}
