/** A filter on the values of the store's items, as requests and graphs write it: a value, or operators. */
import { SignalboxError } from "../../language/issues/errors.ts";
import { nearestHint } from "../../language/issues/nearest.ts";
import { isRecord } from "../../language/schema/is-record.ts";
import { type ItemCondition, itemOperators } from "../../persistence/statements/store/search-items.ts";

export type ItemFilter = Readonly<Record<string, unknown>>;

/** @throws INVALID_INPUT for an operator that is not known: ignored, it would match everything. */
export function conditionsIn(filter: ItemFilter = {}): ItemCondition[] {
  return Object.entries(filter).flatMap(([field, wanted]): ItemCondition[] => {
    if (!isRecord(wanted) || !Object.keys(wanted).some((name) => name.startsWith("$")))
      return [{ field, operator: "$eq", operand: wanted }];
    return Object.entries(wanted).map(([name, operand]) => ({ field, operator: operatorNamed(field, name, operand), operand }));
  });
}

function operatorNamed(field: string, name: string, operand: unknown): ItemCondition["operator"] {
  const operator = itemOperators.find((known) => known === name);
  if (operator === undefined)
    throw new SignalboxError("INVALID_INPUT", `filter.${field}: "${name}" is not an operator. ${nearestHint(name, itemOperators)}`, {
      path: ["filter", field, name],
    });
  if ((operator === "$in" || operator === "$nin") && !Array.isArray(operand))
    throw new SignalboxError("INVALID_INPUT", `filter.${field}.${name}: must be a list`, { path: ["filter", field, name] });
  return operator;
}
