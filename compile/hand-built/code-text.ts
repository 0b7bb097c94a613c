/** A hash of the text of a node's code, as far as it can be seen: functions, the methods of classes, the parts of sequences, the nodes of graphs inside. */
import { createHash } from "node:crypto";
import { isRecord } from "../../language/schema/is-record.ts";
import { isCompiledGraph } from "../langgraph.ts";

export const codeHash = (code: unknown): string => createHash("sha256").update(textOf(code, new Set())).digest("hex");

function textOf(code: unknown, seen: Set<unknown>): string {
  if (typeof code === "function") return Function.prototype.toString.call(code);
  if (!isRecord(code) || seen.has(code)) return "";
  seen.add(code);
  const inside = (part: unknown) => textOf(part, seen);
  if (isCompiledGraph(code))
    return Object.entries(code.nodes)
      .map(([name, { bound }]) => `${name}: ${inside(bound)}`)
      .join("\n");
  const { func, bound, steps, first, middle, last } = code;
  if (func !== undefined) return inside(func);
  if (bound !== undefined) return inside(bound);
  const parts = Array.isArray(steps) ? steps : [first, ...(Array.isArray(middle) ? middle : []), last].filter((part) => part !== undefined);
  return parts.length > 0 ? parts.map(inside).join("\n") : classText(code);
}

/** Of the class that an application has written: up to the first one of a library, whose methods say nothing. */
function classText(instance: object): string {
  const prototype: unknown = Object.getPrototypeOf(instance);
  if (!isRecord(prototype)) return "";
  return Object.getOwnPropertyNames(prototype)
    .map((name) => Object.getOwnPropertyDescriptor(prototype, name)?.value)
    .filter((method) => typeof method === "function")
    .map((method) => Function.prototype.toString.call(method))
    .join("\n");
}
