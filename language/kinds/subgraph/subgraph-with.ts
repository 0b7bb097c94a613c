/** Rules of `with`: the params of the called graph exist, the values are of their types, and the graph is right with them. */
import type { Issue } from "../../issues/issue.ts";
import { issueAt, type RuleContext, renameAdvice } from "../../rules/rule-context.ts";
import { show, wanted } from "../../rules/wording.ts";
import type { Params, ParamValue } from "../../terms/data-flow.ts";
import type { SubgraphFacts } from "../../terms/subgraph-facts.ts";
import { isParamRef } from "../kind/tunable.ts";
import type { SubgraphData } from "./subgraph-node.ts";

export function checkWith(context: RuleContext, { graph, with: said = {} }: SubgraphData, { params }: SubgraphFacts): Issue[] {
  const known = Object.keys(params);
  const values: Record<string, ParamValue> = {};
  const issues = Object.entries(said).flatMap(([name, value]) => {
    if (!Object.hasOwn(params, name)) {
      const advice = renameAdvice(name, known, [...context.path, "with", name]);
      return [context.issue("UNKNOWN_PARAM", ["with", name], `graph "${graph}" has no param "${name}".`, advice)];
    }
    // a param that does not exist is reported where params are
    if (isParamRef(value)) return [];
    values[name] = value;
    return typeof value === typeof params[name] ? [] : [wrongType(context, { graph, name, value, own: params[name] })];
  });
  return issues.length > 0 ? issues : underValues(context, graph, values);
}

interface Given {
  readonly graph: string;
  readonly name: string;
  readonly value: ParamValue;
  readonly own: ParamValue | undefined;
}

function wrongType(context: RuleContext, { graph, name, value, own }: Given): Issue {
  const message = `the param "${name}" of graph "${graph}" is ${wanted(typeof own)}, such as ${show(own)}`;
  const source = context.paramAt(["with", name]);
  if (source) return issueAt("PARAM_TYPE", source.path, `param "${source.name}" holds ${show(value)}, but ${message}.`);
  return context.issue("PARAM_TYPE", ["with", name], `${message}; ${show(value)} does not fit.`);
}

/** What breaks a rule of the called graph is in this call, which chose the values. */
function underValues(context: RuleContext, graph: string, values: Params): Issue[] {
  if (Object.keys(values).length === 0) return [];
  return context.tuned(graph, values).map(({ code, path: [place, , name], message, hint }) => {
    const at = place === "overlay" && name !== undefined ? ["with", name] : ["with"];
    return context.issue(code, at, `graph "${graph}" is wrong with these values: ${message}`, { ...(hint !== undefined && { hint }) });
  });
}
