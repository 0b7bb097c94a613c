/** Constants under `with`: each is known and its value passes the code's own schema. */
import type { z } from "zod";
import type { Issue } from "../issue.ts";
import { fieldsOf, jsonSchemaOf } from "../json-schema.ts";
import { isParamRef } from "../kinds/tunable.ts";
import { type Place, renameAdvice } from "./place.ts";

interface Constants {
  readonly owner: string;
  readonly type: z.ZodType | undefined;
  readonly said: Readonly<Record<string, unknown>>;
}

export function checkConstants(place: Place, { owner, type, said }: Constants): Issue[] {
  const known = type ? [...fieldsOf(jsonSchemaOf(type)).keys()] : [];
  const unknown = Object.keys(said).filter((name) => !known.includes(name));
  if (!type || unknown.length > 0) {
    return unknown.map((name) =>
      place.issue(
        "UNKNOWN_CONSTANT",
        ["with", name],
        `${owner} takes no constant "${name}".`,
        renameAdvice(name, known, [...place.path, "with", name]),
      ),
    );
  }
  return problemsOf(type, said).flatMap((problem) => {
    const name = String(problem.path[0] ?? "");
    // a param that does not exist is reported where params are
    if (isParamRef(said[name])) return [];
    if (!Object.hasOwn(said, name)) {
      return place.issue("MISSING_CONSTANT", [], `${owner} needs the constant "${name}".`, { hint: `Add \`with: { ${name}: … }\`.` });
    }
    const param = place.paramAt(["with", name]);
    if (param === undefined)
      return place.issue(
        "CONSTANT_TYPE",
        ["with", name],
        `${JSON.stringify(said[name])} does not fit the constant "${name}": ${problem.message}.`,
      );
    return place.issue(
      "PARAM_TYPE",
      ["with", name, "param"],
      `param "${param}" holds ${JSON.stringify(said[name])}, which does not fit the constant "${name}": ${problem.message}.`,
    );
  });
}

/** One problem for each constant. A schema of the user's may itself throw: that is a problem of the value too. */
function problemsOf(type: z.ZodType, value: unknown): { path: readonly PropertyKey[]; message: string }[] {
  try {
    const issues = type.safeParse(value).error?.issues ?? [];
    return issues.filter((issue, index) => issues.findIndex((other) => other.path[0] === issue.path[0]) === index);
  } catch (error) {
    return [{ path: Object.keys(value as object).slice(0, 1), message: String(error) }];
  }
}
