/** Sources of times: a channel, or one field of it, that always holds a date and time. To tsc it is a text. */
import type { Issue, IssuePath } from "../issues/issue.ts";
import { describeSchema } from "../schema/fits.ts";
import { mayBeEmpty, orNothing, resolve, sourceSchema, valueSchemaOf } from "../schema/json-schema.ts";
import { unknownSource } from "./arguments.ts";
import type { RuleContext } from "./rule-context.ts";

export function checkTime(context: RuleContext, source: string, path: IssuePath): Issue[] {
  const given = sourceSchema(context.registry, source);
  if (!given) return [unknownSource(context, source, path.map(String))];
  if (given.required && isTime(given.schema)) return [];
  const message = `"${source}" holds ${describeSchema(given.schema)}${orNothing(given)}, and a date and time is needed.`;
  const times = Object.entries(context.registry.state).filter(([, channel]) => isTime(valueSchemaOf(channel)) && !mayBeEmpty(channel));
  const fit = times.length > 0 ? ` These are: ${times.map(([name]) => `"${name}"`).join(", ")}.` : "";
  return [context.issue("ARGUMENT_TYPE", path, message, { hint: `Declare it as z.iso.datetime().${fit}` })];
}

function isTime(schema: Parameters<typeof resolve>[0]): boolean {
  const { type, format } = resolve(schema, schema);
  return type === "string" && format === "date-time";
}
