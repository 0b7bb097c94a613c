/** An effect whose outcome may be unknown has somewhere to go: it is never done again blindly. */

import type { Issue } from "../../issues/issue.ts";
import { mayBeUnknown } from "../../registry/effects.ts";
import type { Tool } from "../../registry/entries.ts";
import type { RuleContext } from "../../rules/rule-context.ts";
import { reservedCode } from "../../terms/reserved.ts";
import type { ToolData } from "./tool.ts";

export function checkOutcome(context: RuleContext, tool: Tool, { tool: name, onUnknown, onError = {} }: ToolData): Issue[] {
  if (!mayBeUnknown(tool)) return onUnknown === undefined ? [] : [needless(context, name)];
  const isTaken = onUnknown !== undefined || Object.hasOwn(onError, reservedCode) || context.takesFailures;
  return isTaken ? [] : [unhandled(context, name)];
}

function unhandled(context: RuleContext, tool: string): Issue {
  const message = `when tool "${tool}" breaks off, nobody can know whether it has acted, and nothing says where that leads: the run would fail.`;
  return context.issue("UNHANDLED_UNKNOWN", [], message, {
    hint: 'Add `onUnknown: <node>`; or give the tool effect: "transaction" or "idempotent", if that is what it is.',
  });
}

const needless = (context: RuleContext, tool: string): Issue =>
  context.issue("NEEDLESS_UNKNOWN", ["onUnknown"], `tool "${tool}" always knows what it has done: this edge is never taken.`, {
    repair: { op: "remove", path: [...context.path, "onUnknown"] },
  });
