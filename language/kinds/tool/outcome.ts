/** An effect whose outcome may be unknown has somewhere to go: it is never done again blindly. */

import type { Issue } from "../../issues/issue.ts";
import { mayBeUnknown } from "../../registry/effects.ts";
import type { Tool } from "../../registry/registry.ts";
import type { Place } from "../../rules/place.ts";
import { reservedCode } from "../../terms/reserved.ts";
import type { ToolData } from "./tool.ts";

export function checkOutcome(place: Place, tool: Tool, { tool: name, onUnknown, onError = {} }: ToolData): Issue[] {
  if (!mayBeUnknown(tool)) return onUnknown === undefined ? [] : [needless(place, name)];
  const isTaken = onUnknown !== undefined || Object.hasOwn(onError, reservedCode) || place.takesFailures;
  return isTaken ? [] : [unhandled(place, name)];
}

function unhandled(place: Place, tool: string): Issue {
  const message = `when tool "${tool}" breaks off, nobody can know whether it has acted, and nothing says where that leads: the run would fail.`;
  return place.issue("UNHANDLED_UNKNOWN", [], message, {
    hint: 'Add `onUnknown: <node>`; or give the tool effect: "transaction" or "idempotent", if that is what it is.',
  });
}

const needless = (place: Place, tool: string): Issue =>
  place.issue("NEEDLESS_UNKNOWN", ["onUnknown"], `tool "${tool}" always knows what it has done: this edge is never taken.`, {
    repair: { op: "remove", path: [...place.path, "onUnknown"] },
  });
