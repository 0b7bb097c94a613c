/** What only the text has: merge keys, which YAML 1.2 leaves to the reader, and a head's `x-…` keys, which hold the parts that others merge. */
import type { Issue, IssuePath } from "../issues/issue.ts";
import { issueAt } from "../rules/rule-context.ts";
import { isRecord } from "../schema/is-record.ts";

const MERGE = "<<";
const EXTENSION = "x-";

/** `<<: *base`, or `<<: [*one, *two]`: the map has their keys too; its own and those of an earlier one win. The result has neither `<<` nor `x-…`. */
export function merged(data: unknown): { data: unknown; issues: readonly Issue[] } {
  const issues: Issue[] = [];
  // an alias is the very object of its anchor: merged once, however often it is used
  const done = new Map<object, unknown>();
  const put = (value: unknown, path: IssuePath): unknown => {
    if (typeof value !== "object" || value === null) return value;
    const before = done.get(value);
    if (before !== undefined) return before;
    const result = Array.isArray(value) ? value.map((item, index) => put(item, [...path, index])) : mergedMap(value, path);
    done.set(value, result);
    return result;
  };
  const mergedMap = (map: object, path: IssuePath): object => {
    const own = Object.entries(map).flatMap(([key, value]) => (key === MERGE ? [] : [[key, put(value, [...path, key])] as const]));
    if (!Object.hasOwn(map, MERGE)) return Object.fromEntries(own);
    const place = [...path, MERGE];
    const given = put((map as Record<string, unknown>)[MERGE], place);
    const sources = [given].flat().toReversed();
    if (!sources.every(isRecord))
      issues.push(
        issueAt("WRONG_VALUE", place, "a merge key takes a map, or a list of maps.", {
          hint: "Write `<<: *name`, where `&name` marks a map.",
        }),
      );
    return Object.fromEntries([...sources.filter(isRecord).flatMap((source) => Object.entries(source)), ...own]);
  };
  const whole = put(data, []);
  return { data: isRecord(whole) ? withoutExtensions(whole) : whole, issues };
}

const withoutExtensions = (head: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(head).filter(([key]) => !key.startsWith(EXTENSION)));
