/** Reads what a handler of an `Auth` object returns. What it cannot read shows nothing: it is never taken for "everything". */
import { SignalboxError } from "../../../language/issues/errors.ts";
import { isRecord } from "../../../language/schema/is-record.ts";
import type { MetadataCondition, MetadataFilter } from "../../../runtime/identity/seen.ts";

/** @throws FORBIDDEN where it returns false; AUTH_FAILED for anything that is neither nothing, a boolean nor a filter. */
export function readFilter(result: unknown, event: string): MetadataFilter {
  if (result === undefined || result === null || result === true) return [];
  if (result === false) throw new SignalboxError("FORBIDDEN", "Forbidden", { event });
  if (!isRecord(result)) throw failed(event, `returned ${Array.isArray(result) ? "a list" : `a ${typeof result}`}`);
  return Object.entries(result).flatMap(([key, value]) => conditions(key, value, event));
}

function conditions(key: string, value: unknown, event: string): MetadataCondition[] {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean" || value === null)
    return [{ key, equals: value }];
  if (!isRecord(value) || Object.keys(value).length === 0)
    throw failed(event, `filters "${key}" by ${value === undefined ? "undefined" : "what is no filter"}`);
  return Object.entries(value).map(([operator, operand]) => {
    // a missing identity would otherwise mean everybody's
    if (!operand) throw failed(event, `filters "${key}" by an empty ${operator}`);
    if (operator === "$eq") return { key, equals: operand };
    if (operator === "$contains") return { key, contains: [operand].flat() };
    throw failed(event, `filters "${key}" by the unknown operator ${operator}`);
  });
}

export const failed = (event: string, reason: string, cause?: unknown): SignalboxError =>
  new SignalboxError("AUTH_FAILED", `The Auth object's handler of ${event} ${reason}`, { cause, event });
