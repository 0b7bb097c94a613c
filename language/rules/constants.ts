/** Constants under `with`: each is known and its value passes the code's own schema. */
import type { z } from "zod";
import type { Issue } from "../issues/issue.ts";
import { isParamRef } from "../kinds/kind/tunable.ts";
import { acceptedSchemaOf, fieldsOf } from "../schema/json-schema.ts";
import { issueAt, type RuleContext, renameAdvice } from "./rule-context.ts";
import { sentence, show, wording } from "./wording.ts";

interface GivenConstants {
  readonly owner: string;
  readonly type: z.ZodType | undefined;
  readonly said: Readonly<Record<string, unknown>>;
}

export function checkConstants(context: RuleContext, { owner, type, said }: GivenConstants): Issue[] {
  const known = type ? [...fieldsOf(acceptedSchemaOf(type)).keys()] : [];
  // a schema without named fields (a record) takes any
  const unknown = type && known.length === 0 ? [] : Object.keys(said).filter((name) => !known.includes(name));
  if (!type || unknown.length > 0) {
    return unknown.map((name) => {
      const advice = renameAdvice(name, known, [...context.path, "with", name]);
      return context.issue("UNKNOWN_CONSTANT", ["with", name], `${owner} takes no constant "${name}".`, advice);
    });
  }
  return problemsOf(type, said).flatMap((problem) => toIssue(context, problem, { owner, said }));
}

interface Problem {
  readonly name: string;
  readonly message: string;
}

function toIssue(context: RuleContext, { name, message }: Problem, { owner, said }: Pick<GivenConstants, "owner" | "said">): Issue[] {
  const value = said[name];
  // a param that does not exist is reported where params are
  if (isParamRef(value)) return [];
  if (value === undefined) {
    return [context.issue("MISSING_CONSTANT", [], `${owner} needs the constant "${name}".`, { hint: `Add \`with: { ${name}: … }\`.` })];
  }
  const param = context.paramAt(["with", name]);
  if (param === undefined) return [context.issue("CONSTANT_TYPE", ["with", name], `the constant "${name}" does not fit: ${message}`)];
  return [
    issueAt("PARAM_TYPE", param.path, `param "${param.name}" holds ${show(value)}, which does not fit the constant "${name}": ${message}`),
  ];
}

/** One problem for each constant. A user's schema may itself throw: that counts as a problem of the value. */
function problemsOf(type: z.ZodType, said: Readonly<Record<string, unknown>>): Problem[] {
  try {
    const issues = type.safeParse(said, { error: wording }).error?.issues ?? [];
    const first = issues.filter((issue, index) => issues.findIndex((other) => other.path[0] === issue.path[0]) === index);
    return first.map(({ path, message }) => ({ name: String(path[0] ?? ""), message: sentence(message) }));
  } catch (error) {
    return [{ name: Object.keys(said)[0] ?? "", message: sentence(String(error)) }];
  }
}
