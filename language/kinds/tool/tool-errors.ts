/** A tool's error codes are closed: each has a target of its own, or the node's `default` takes the rest. */
import type { Issue } from "../../issues/issue.ts";
import type { Tool } from "../../registry/entries.ts";
import { checkLabels } from "../../rules/labels.ts";
import type { RuleContext } from "../../rules/rule-context.ts";
import { reservedCode } from "../../terms/reserved.ts";
import type { ToolData } from "./tool.ts";

export function checkToolErrors(context: RuleContext, tool: Tool, node: ToolData): Issue[] {
  const handled = node.onError ?? {};
  const codes = Object.keys(tool.errors);
  const { [reservedCode]: rest, ...named } = handled;
  const needed = rest === undefined ? codes : codes.filter((code) => Object.hasOwn(named, code));
  const issues = checkLabels(context, { owner: `tool "${node.tool}"`, field: "onError", labels: needed, handled: named });
  return node.onError ? issues : issues.map((issue) => ({ ...issue, path: context.path }));
}
