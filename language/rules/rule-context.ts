/** What a rule knows: the node's path, the registry, the graph around it, and a way to report an issue. */
import type { z } from "zod";
import type { Issue, IssuePath, Repair } from "../issues/issue.ts";
import type { IssueCode } from "../issues/issue-codes.ts";
import { issueCodes } from "../issues/issue-codes.ts";
import { nearest, nearestHint } from "../issues/nearest.ts";
import type { NormalContext } from "../kinds/kind/common.ts";
import type { Params } from "../terms/data-flow.ts";

interface Advice {
  readonly hint?: string;
  readonly repair?: Repair;
}

export interface ParamSource {
  readonly name: string;
  /** Where a wrong value is for repair: in the overlay that set it, else where the param is used. */
  readonly path: IssuePath;
}

export interface RuleContext extends NormalContext {
  /** The node's own path. */
  readonly path: IssuePath;
  readonly nodeNames: readonly string[];
  /** The graphs in the declaration's head. */
  readonly locals: readonly string[];
  /** Targets that are not nodes: `end` or the graph's `end:<label>`, and `wait`. */
  readonly stops: readonly string[];
  /** The limits of the graph's budget, as what a person's form may raise. */
  readonly raisable: Readonly<Record<string, z.ZodType>>;
  /** An enclosing node handles the failures that it does not route itself. */
  readonly takesFailures: boolean;
  /** So does it for the codes that a tool declares. */
  readonly takesCodes: boolean;
  /** What stands for a target in advice. */
  readonly example: string;
  /** The graph parameter at a path before it was replaced by its value, and where the value comes from. */
  paramAt(path: IssuePath): ParamSource | undefined;
  /** The errors that a graph of the registry has only with these values for its params. */
  tuned(graph: string, params: Params): Issue[];
  /** An issue at a path inside the node. */
  issue(code: IssueCode, path: IssuePath, message: string, advice?: Advice): Issue;
}

/** The context of a part of the node, such as a branch: its failures are the node's. */
export function inside(context: RuleContext, steps: IssuePath): RuleContext {
  return {
    ...context,
    takesFailures: true,
    path: [...context.path, ...steps],
    paramAt: (path) => context.paramAt([...steps, ...path]),
    issue: (code, path, message, advice) => context.issue(code, [...steps, ...path], message, advice),
  };
}

/** An issue with the severity that the catalogue gives to its code. */
export function issueAt(code: IssueCode, path: IssuePath, message: string, advice: Advice = {}): Issue {
  return { code, severity: issueCodes[code].severity, path, message, ...advice };
}

/** Advice for a wrong name in a value: the nearest known one. */
export function nearestAdvice(word: string, known: Iterable<string>, path: IssuePath): Advice {
  const names = [...known];
  const best = nearest(word, names);
  return { hint: nearestHint(word, names), ...(best !== undefined && { repair: { op: "replace", path, value: best } }) };
}

/** Advice for a wrong key: the nearest known one that is not there yet. */
export function renameAdvice(word: string, known: Iterable<string>, path: IssuePath): Advice {
  const names = [...known];
  const best = nearest(word, names);
  return { hint: nearestHint(word, names), ...(best !== undefined && { repair: { op: "rename", path, to: best } }) };
}
