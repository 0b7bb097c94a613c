/** Rules of a router that goes by data: what `on` names has a type that says the labels, and each has a target. */
import type { Issue } from "../../issues/issue.ts";
import { unknownSource } from "../../rules/arguments.ts";
import { checkLabels } from "../../rules/labels.ts";
import type { RuleContext } from "../../rules/rule-context.ts";
import { describeSchema } from "../../schema/fits.ts";
import { sourceSchema } from "../../schema/json-schema.ts";
import { isReserved } from "../../terms/reserved.ts";
import type { RouterData } from "./router-node.ts";
import { type SwitchLabels, switchLabels } from "./switch-labels.ts";

type Switch = RouterData & { on: string };

export function checkSwitch(node: Switch, context: RuleContext): Issue[] {
  const source = sourceSchema(context.registry, node.on);
  if (!source) return [...ofCode(context, node), unknownSource(context, node.on, ["on"])];
  const found = switchLabels(context.registry, node);
  if (found) return [...ofCode(context, node), ...checkTexts(context, node, found), ...checkRoutes(context, node, found)];
  const message = `"${node.on}" is ${describeSchema(source.schema)}, and only a number, or the length of a list, is above something.`;
  return [...ofCode(context, node), context.issue("UNKNOWN_FIELD", ["above"], message, { hint: "Delete `above`." })];
}

/** No code runs, so there are no arguments, no threshold, no errors and no retries. */
const fieldsOfCode = ["router", "args", "lowConfidence", "onError", "timeout", "retry"] as const;

const ofCode = (context: RuleContext, node: Switch): Issue[] =>
  fieldsOfCode
    .filter((field) => node[field] !== undefined)
    .map((field) =>
      context.issue("UNKNOWN_FIELD", [field], `a router on a channel has no \`${field}\`.`, {
        hint: "Delete it, or use a router in code.",
      }),
    );

function checkTexts(context: RuleContext, { on }: Switch, { by, labels, isOptional }: SwitchLabels): Issue[] {
  if (by !== "value") return [];
  const reserved = labels
    .filter(isReserved)
    .map((text) => context.issue("RESERVED_LABEL", ["on"], `"${on}" may hold "${text}", a reserved word.`));
  if (!isOptional || !labels.includes("absent")) return reserved;
  const message = `"${on}" may hold the text "absent", and nothing, whose label is "absent" too.`;
  return [...reserved, context.issue("RESERVED_LABEL", ["on"], message, { hint: "Rename the text in the registry." })];
}

function checkRoutes(context: RuleContext, { on, routes }: Switch, { by, labels, isOptional, mayBeAbsent }: SwitchLabels): Issue[] {
  const isRouted = mayBeAbsent && Object.hasOwn(routes, "absent");
  const all = isOptional || isRouted ? [...new Set([...labels, "absent"])] : labels;
  const issues = checkLabels(context, { owner: `"${on}"`, field: "routes", labels: all, handled: routes });
  if (by !== "presence") return issues;
  return issues.map((issue) => ({
    ...issue,
    hint: `${issue.hint ?? ""} Its type has no labels of its own: declare it as z.enum for those.`.trim(),
  }));
}
