/** Rules of a router in code: it exists, is given its arguments, and each of its labels has a target. */
import type { Issue } from "../../issues/issue.ts";
import { checkCode } from "../../rules/code.ts";
import { checkLabels } from "../../rules/labels.ts";
import { namedIn } from "../../rules/references.ts";
import type { RuleContext } from "../../rules/rule-context.ts";
import type { RouterData } from "./router.ts";

export function checkClassifier(node: RouterData, context: RuleContext): Issue[] {
  if (node.router === undefined) {
    return [
      context.issue("MISSING_FIELD", ["router"], "the router does not say by what it chooses.", {
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
