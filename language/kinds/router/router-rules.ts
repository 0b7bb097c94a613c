/** Rules of routers. In code: it exists, gets its arguments, and each of its labels has a target. On a channel: it holds a closed set of texts, each with a target. */
import type { Issue } from "../../issues/issue.ts";
import { checkCode } from "../../rules/code.ts";
import { checkLabels } from "../../rules/labels.ts";
import { checkChannel, namedIn } from "../../rules/references.ts";
import type { RuleContext } from "../../rules/rule-context.ts";
import { isSchema, type JsonSchema, mayBeEmpty, resolve, valueSchemaOf } from "../../schema/json-schema.ts";
import { isReserved } from "../../terms/reserved.ts";
import type { RouterData } from "./router-node.ts";

export function checkRouter(node: RouterData, context: RuleContext): Issue[] {
  return node.on === undefined ? checkClassifier(node, context) : checkSwitch({ ...node, on: node.on }, context);
}

function checkClassifier(node: RouterData, context: RuleContext): Issue[] {
  if (node.router === undefined) {
    return [
      context.issue("MISSING_FIELD", ["router"], "the router has neither `router` nor `on`.", {
        hint: "Add `router`, or `on` with a channel of a closed set of texts.",
      }),
    ];
  }
  const router = namedIn(context.registry.routers, node.router);
  const owner = `router "${node.router}"`;
  return [
    ...checkCode(context, { what: "router", name: node.router, group: context.registry.routers, node }),
    ...(router ? checkLabels(context, { owner, field: "routes", labels: router.labels, handled: node.routes }) : []),
  ];
}

/** No code runs, so there are no arguments, no threshold, no errors and no retries. */
const ofCode = ["router", "args", "lowConfidence", "onError", "timeout", "retry"] as const;

function checkSwitch(node: RouterData & { on: string }, context: RuleContext): Issue[] {
  const definition = namedIn(context.registry.state, node.on);
  const value = definition && valueSchemaOf(definition);
  const isEmpty = definition !== undefined && mayBeEmpty(definition);
  const values = value && !isEmpty ? textsOf(value, value) : undefined;
  const owner = `the channel "${node.on}"`;
  return [
    ...ofCode
      .filter((field) => node[field] !== undefined)
      .map((field) =>
        context.issue("UNKNOWN_FIELD", [field], `a router on a channel has no \`${field}\`.`, {
          hint: "Delete it, or use a router in code.",
        }),
      ),
    ...checkChannel(context, node.on, ["on"]),
    ...(definition && !values ? [notClosed(context, node.on, isEmpty)] : []),
    ...(values ?? [])
      .filter(isReserved)
      .map((text) => context.issue("RESERVED_LABEL", ["on"], `${owner} may hold "${text}", a reserved word.`)),
    ...(values ? checkLabels(context, { owner, field: "routes", labels: values, handled: node.routes }) : []),
  ];
}

function notClosed(context: RuleContext, channel: string, isEmpty: boolean): Issue {
  const closed = Object.entries(context.registry.state).flatMap(([name, definition]) => {
    const value = valueSchemaOf(definition);
    return textsOf(value, value) && !mayBeEmpty(definition) ? [`"${name}"`] : [];
  });
  const hint = closed.length > 0 ? `Channels with a closed set: ${closed.join(", ")}.` : "Declare the channel as z.enum.";
  return context.issue(
    "NOT_AN_ENUM",
    ["on"],
    `the channel "${channel}" ${isEmpty ? "may hold nothing, for which there is no label" : "does not hold one of a closed set of texts"}.`,
    { hint },
  );
}

/** The closed set of texts of a value; `undefined` when it is open. */
function textsOf(schema: JsonSchema, root: JsonSchema): string[] | undefined {
  const plain = resolve(schema, root);
  if (typeof plain.const === "string") return [plain.const];
  if (Array.isArray(plain.enum)) return plain.enum.every((value) => typeof value === "string") ? plain.enum : undefined;
  if (!Array.isArray(plain.anyOf)) return undefined;
  const all = plain.anyOf.map((each) => (isSchema(each) ? textsOf(each, root) : undefined));
  return all.every((texts) => texts !== undefined) ? all.flat() : undefined;
}
