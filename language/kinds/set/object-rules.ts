/** Rules of the operation `object`: its fields are those of the object that the channel takes, each with a source that fits. */
import type { Issue } from "../../issues/issue.ts";
import type { ChannelDef } from "../../registry/entries.ts";
import { channelsGiving } from "../../rules/arguments.ts";
import { type RuleContext, renameAdvice } from "../../rules/rule-context.ts";
import { describeSchema, fits } from "../../schema/fits.ts";
import {
  type FieldSchema,
  fieldsOf,
  isSchema,
  type JsonSchema,
  orNothing,
  resolve,
  sourceSchema,
  updateSchemaOf,
} from "../../schema/json-schema.ts";

/** The channel that an operation sets. */
export interface Target {
  readonly channel: string;
  readonly definition: ChannelDef;
}

export function checkObject(context: RuleContext, { channel, definition }: Target, sources: Readonly<Record<string, string>>): Issue[] {
  const path = ["values", channel, "object"];
  const wanted = updateSchemaOf(definition);
  const [object, ...others] = objectsIn(wanted, wanted);
  if (!object) {
    if (fits({ type: "object" }, wanted)) return [];
    return [context.issue("WRITE_TYPE", path, `this gives an object, but the channel "${channel}" takes ${describeSchema(wanted)}.`)];
  }
  // of several objects, which one is meant is not said
  if (others.length > 0) return [];
  const fields = fieldsOf(object);
  const missing = [...fields].filter(([name, { required }]) => required && !Object.hasOwn(sources, name));
  const unknown = Object.keys(sources).filter((name) => !fields.has(name) && isClosed(object));
  return [
    // a mistyped field is one mistake, not two
    ...missing.slice(Math.min(unknown.length, missing.length)).map(([name]) =>
      context.issue("WRITE_TYPE", path, `the channel "${channel}" needs the field "${name}".`, {
        hint: `Add \`${name}: <channel>\`.`,
      }),
    ),
    ...unknown.map((name) => {
      const advice = renameAdvice(name, missing.length > 0 ? missing.map(([field]) => field) : fields.keys(), [
        ...context.path,
        ...path,
        name,
      ]);
      return context.issue("WRITE_TYPE", [...path, name], `the channel "${channel}" takes no field "${name}".`, advice);
    }),
    ...Object.entries(sources).flatMap(([name, source]) => checkField(context, { channel, name, source, field: fields.get(name) })),
  ];
}

interface Field {
  readonly channel: string;
  readonly name: string;
  readonly source: string;
  readonly field: FieldSchema | undefined;
}

function checkField(context: RuleContext, { channel, name, source, field }: Field): Issue[] {
  const given = sourceSchema(context.registry, source);
  if (!field || !given || (fits(given.schema, field.schema) && (given.required || !field.required))) return [];
  const path = ["values", channel, "object", name];
  const message = `the field "${name}" of "${channel}" takes ${describeSchema(field.schema)}, but "${source}" is ${describeSchema(given.schema)}${orNothing(given)}.`;
  return [context.issue("WRITE_TYPE", path, message, { hint: channelsGiving(context, field) })];
}

const isClosed = ({ additionalProperties }: JsonSchema): boolean => additionalProperties === false || additionalProperties === undefined;

/** The objects that the schema takes: of a list, what is appended to it. */
function objectsIn(schema: JsonSchema, root: JsonSchema): JsonSchema[] {
  const plain = resolve(schema, root);
  if (Array.isArray(plain.anyOf)) return plain.anyOf.flatMap((each) => (isSchema(each) ? objectsIn(each, root) : []));
  if (plain.type !== "object") return [];
  return [{ ...plain, ...(isSchema(root.$defs) && { $defs: root.$defs }) }];
}
