/** Rules of tools: every error code has a target, and an outcome that may be unknown has somewhere to go. */
import type { Issue } from "../../issues/issue.ts";
import { mayBeUnknown } from "../../registry/effects.ts";
import type { Tool } from "../../registry/entries.ts";
import { checkLabels } from "../../rules/labels.ts";
import type { RuleContext } from "../../rules/rule-context.ts";
import { DEFAULT_CODE } from "../../terms/labels.ts";
import type { ToolData } from "./tool-node.ts";

export function checkTool(context: RuleContext, tool: Tool, node: ToolData): Issue[] {
  return [...checkToolErrors(context, tool, node), ...checkOutcome(context, tool, node)];
}

/** The codes are closed: each has a target of its own, or the node's `default` takes the rest, or the each node around it. */
function checkToolErrors(context: RuleContext, tool: Tool, node: ToolData): Issue[] {
  const handled = node.onError ?? {};
  const codes = Object.keys(tool.errors);
  const { [DEFAULT_CODE]: rest, ...named } = handled;
  const needed = rest === undefined && !context.takesCodes ? codes : codes.filter((code) => Object.hasOwn(named, code));
  const issues = checkLabels(context, { owner: `tool "${node.tool}"`, field: "onError", labels: needed, handled: named });
  return node.onError ? issues : issues.map((issue) => ({ ...issue, path: context.path }));
}

/** An effect is never repeated blindly. */
function checkOutcome(context: RuleContext, tool: Tool, { tool: name, onUnknown, onError = {} }: ToolData): Issue[] {
  if (!mayBeUnknown(tool)) return onUnknown === undefined ? [] : [needless(context, name)];
  const isTaken = onUnknown !== undefined || Object.hasOwn(onError, DEFAULT_CODE) || context.takesFailures;
  return isTaken ? [] : [unhandled(context, name)];
}

function unhandled(context: RuleContext, tool: string): Issue {
  const message = `when tool "${tool}" breaks off, its outcome is unknown, and no edge takes that: the run would fail.`;
  return context.issue("UNHANDLED_UNKNOWN", [], message, {
    hint: 'Add `onUnknown: <node>`; or give the tool effect: "transaction" or "idempotent", if that is what it is.',
  });
}

const needless = (context: RuleContext, tool: string): Issue =>
  context.issue("NEEDLESS_UNKNOWN", ["onUnknown"], `tool "${tool}" never has an unknown outcome: this edge is never taken.`, {
    repair: { op: "remove", path: [...context.path, "onUnknown"] },
  });
