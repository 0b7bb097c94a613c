/** Rules of routers. In code: it exists, gets its arguments, and each of its labels has a target. On data: its type says the labels, each with a target. */
import type { Issue } from "../../issues/issue.ts";
import { checkCode } from "../../rules/code.ts";
import { checkLabels } from "../../rules/labels.ts";
import { namedIn } from "../../rules/references.ts";
import type { RuleContext } from "../../rules/rule-context.ts";
import type { RouterData } from "./router-node.ts";
import { checkSwitch } from "./switch-rules.ts";

export function checkRouter(node: RouterData, context: RuleContext): Issue[] {
  return node.on === undefined ? checkClassifier(node, context) : checkSwitch({ ...node, on: node.on }, context);
}

function checkClassifier(node: RouterData, context: RuleContext): Issue[] {
  if (node.router === undefined) {
    return [
      context.issue("MISSING_FIELD", ["router"], "the router has neither `router` nor `on`.", {
        hint: "Add `router`, or `on` with a channel.",
      }),
    ];
  }
  const router = namedIn(context.registry.routers, node.router);
  const compared = node.above === undefined ? [] : [comparedInCode(context)];
  const owner = `router "${node.router}"`;
  return [
    ...compared,
    ...checkCode(context, { what: "router", name: node.router, group: context.registry.routers, node }),
    ...(router ? checkLabels(context, { owner, field: "routes", labels: router.labels, handled: node.routes }) : []),
  ];
}

const comparedInCode = (context: RuleContext): Issue =>
  context.issue("UNKNOWN_FIELD", ["above"], "a router in code compares nothing.", {
    hint: "Delete `above`, or say `on` in place of `router`.",
  });
