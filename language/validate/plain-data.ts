/** Only JSON data is a declaration: no functions, dates, classes, cycles, and no depth that would break a reader. */
import type { Issue, IssuePath } from "../issues/issue.ts";
import { issueAt } from "../rules/rule-context.ts";

const MAX_DEPTH = 40;
const MAX_ISSUES = 20;

export function checkPlainData(data: unknown): Issue[] {
  const issues: Issue[] = [];
  walk(data, [], issues);
  return issues;
}

function walk(value: unknown, path: IssuePath, issues: Issue[]): void {
  if (issues.length >= MAX_ISSUES) return;
  const wrong = problemOf(value);
  if (wrong !== undefined) issues.push(issueAt("NOT_DATA", path, `${wrong} is not plain JSON data.`));
  else if (typeof value === "object" && value !== null) walkInto(value, path, issues);
}

function walkInto(value: object, path: IssuePath, issues: Issue[]): void {
  if (path.length >= MAX_DEPTH) {
    issues.push(issueAt("TOO_DEEP", path, `there are more than ${MAX_DEPTH} levels of nesting, or a value that contains itself.`));
    return;
  }
  for (const [key, item] of Object.entries(value)) {
    // as a key it would set an object's prototype somewhere down the line
    if (key === "__proto__")
      issues.push(issueAt("BAD_NAME", [...path, key], `"${key}" is not a valid key.`, { hint: "Choose another name." }));
    else if (typeof item !== "string") walk(item, [...path, Array.isArray(value) ? Number(key) : key], issues);
  }
}

function problemOf(value: unknown): string | undefined {
  if (value === null || typeof value === "string" || typeof value === "boolean") return undefined;
  if (typeof value === "number") return Number.isFinite(value) ? undefined : String(value);
  if (typeof value !== "object") return value === undefined ? "undefined" : `a ${typeof value}`;
  if (Array.isArray(value)) return undefined;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null ? undefined : `an instance of ${prototype.constructor?.name ?? "a class"}`;
}
