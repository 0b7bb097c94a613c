/** Rules of set nodes: each operation reads what there is, and gives what its channel takes. */
import { z } from "zod";
import type { Issue, IssuePath } from "../../issues/issue.ts";
import { behaviourOf, updateTypeOf } from "../../registry/channels.ts";
import { unknownSource } from "../../rules/arguments.ts";
import { checkChannelKey, namedIn } from "../../rules/references.ts";
import { issueAt, type RuleContext } from "../../rules/rule-context.ts";
import { sentence, show, wording } from "../../rules/wording.ts";
import { describeSchema, fits } from "../../schema/fits.ts";
import { itemsOf, type JsonSchema, sourceSchema, updateSchemaOf, valueSchemaOf } from "../../schema/json-schema.ts";
import { outputSide } from "../../schema/sides/output-side.ts";
import { channelOf } from "../../terms/source.ts";
import { isParamRef } from "../kind/tunable.ts";
import { checkObject, type Target } from "./object-rules.ts";
import { operandsOf } from "./operands.ts";
import type { OperationData, SetData } from "./set-node.ts";

export function checkSet({ values }: SetData, context: RuleContext): Issue[] {
  const entries = Object.entries(values);
  if (entries.length > 0) return entries.flatMap(([channel, operation]) => checkOperation(context, channel, operation));
  return [context.issue("WRONG_VALUE", ["values"], "nothing is set.", { hint: "Name at least one channel." })];
}

function checkOperation(context: RuleContext, channel: string, operation: OperationData): Issue[] {
  const path = ["values", channel];
  const unknown = operandsOf(operation)
    .filter(({ source }) => !sourceSchema(context.registry, source))
    .map((operand) => unknownSource(context, operand.source, [...path, ...operand.path]));
  const definition = namedIn(context.registry.state, channel);
  if (!definition) return [...checkChannelKey(context, channel, path), ...unknown];
  if (unknown.length > 0) return unknown;
  const own = checkOwn(context, { channel, definition }, operation);
  return own.length > 0 ? own : checkGiven(context, { channel, definition }, operation);
}

/** What is written to such a channel is added to it: a part of itself would stand there twice. */
function checkOwn(context: RuleContext, { channel, definition }: Target, operation: OperationData): Issue[] {
  if (behaviourOf(definition) === "replace" || "text" in operation || "object" in operation) return [];
  return operandsOf(operation)
    .filter(({ source }) => channelOf(source) === channel)
    .map(({ path }) =>
      context.issue(
        "WRITE_TYPE",
        ["values", channel, ...path],
        `the channel "${channel}" accumulates: what is written is added to it, so this would not replace it.`,
        { hint: "Declare it as z.array(…), which the last write replaces." },
      ),
    );
}

function checkGiven(context: RuleContext, target: Target, operation: OperationData): Issue[] {
  const { channel, definition } = target;
  if ("clear" in operation) return [];
  if ("value" in operation) return checkConstant(context, target, operation.value);
  if ("object" in operation) return checkObject(context, target, operation.object);
  if ("list" in operation) return checkList(context, target, operation.list);
  if ("text" in operation) return checkFits(context, target, { given: { type: "string" }, what: "a text", path: ["text"] });
  const [{ source, path } = { source: "", path: [] }] = operandsOf(operation);
  const schema = sourceSchema(context.registry, source)?.schema ?? {};
  if ("from" in operation) return checkFits(context, target, { given: schema, what: `"${source}"`, path });
  const items = itemsOf(schema);
  if (!items) {
    const message = `"${source}" is ${describeSchema(schema)}, and only a list has a first item and a rest.`;
    return [context.issue("NOT_A_LIST", ["values", channel, ...path], message)];
  }
  if ("first" in operation) return checkFits(context, target, { given: items, what: `the first item of "${source}"`, path });
  const rest: JsonSchema = { type: "array", items, ...("$defs" in items && { $defs: items.$defs }) };
  return itemsOf(valueSchemaOf(definition))
    ? checkFits(context, target, { given: rest, what: `the rest of "${source}"`, path })
    : [noList(context, target, path)];
}

const noList = (context: RuleContext, { channel, definition }: Target, path: IssuePath): Issue =>
  context.issue(
    "WRITE_TYPE",
    ["values", channel, ...path],
    `this gives a list, but the channel "${channel}" takes ${describeSchema(updateSchemaOf(definition))}.`,
  );

interface Given {
  readonly given: JsonSchema;
  readonly what: string;
  readonly path: IssuePath;
}

function checkFits(context: RuleContext, { channel, definition }: Target, { given, what, path }: Given): Issue[] {
  const wanted = updateSchemaOf(definition);
  if (fits(given, wanted)) return [];
  const message = `${what} is ${describeSchema(given)}, but the channel "${channel}" takes ${describeSchema(wanted)}.`;
  return [context.issue("WRITE_TYPE", ["values", channel, ...path], message)];
}

/** Each operand gives items of the list, or one. */
function checkList(context: RuleContext, target: Target, sources: readonly string[]): Issue[] {
  const { channel, definition } = target;
  const wanted = itemsOf(valueSchemaOf(definition));
  if (!wanted) return [noList(context, target, ["list"])];
  return sources.flatMap((source, index) => {
    const { schema = {} } = sourceSchema(context.registry, source) ?? {};
    const given = itemsOf(schema) ?? schema;
    if (fits(given, wanted)) return [];
    const items = given === schema ? `"${source}" is` : `the items of "${source}" are`;
    const message = `${items} ${describeSchema(given)}, but "${channel}" is a list of ${describeSchema(wanted)}.`;
    return [context.issue("WRITE_TYPE", ["values", channel, "list", index], message)];
  });
}

const message = z.union([z.string(), z.looseObject({ content: z.unknown() })]);
const conversation = z.union([message, z.array(message)]);

function checkConstant(context: RuleContext, { channel, definition }: Target, value: unknown): Issue[] {
  // a param that does not exist is reported where params are
  if (isParamRef(value)) return [];
  const problem = problemOf(updateTypeOf(definition) ?? conversation, value);
  if (problem === undefined) return [];
  const path = ["values", channel, "value"];
  const param = context.paramAt(path);
  const misfit = `does not fit the channel "${channel}": ${sentence(problem)}`;
  return param
    ? [issueAt("PARAM_TYPE", param.path, `param "${param.name}" holds ${show(value)}, which ${misfit}`)]
    : [context.issue("CONSTANT_TYPE", path, `${show(value)} ${misfit}`)];
}

/** A channel takes what its schema makes. Checks that are asynchronous, or throw, are left to the run. */
function problemOf(type: z.ZodType, value: unknown): string | undefined {
  try {
    const issue = z.safeParse(outputSide(type), value, { error: wording }).error?.issues[0];
    return issue && (issue.code === "invalid_union" ? `it takes ${describeSchema(updateSchemaOf(type))}` : issue.message);
  } catch {
    return undefined;
  }
}
