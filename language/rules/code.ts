/** What holds for every node that names code: it exists, its arguments and constants can be given, its output has a place. */
import type { z } from "zod";
import type { Issue } from "../issues/issue.ts";
import { checkArguments } from "./arguments.ts";
import { checkConstants } from "./constants.ts";
import { checkReference, namedIn } from "./references.ts";
import type { RuleContext } from "./rule-context.ts";
import { checkWrites } from "./writes.ts";

interface CodeShape {
  readonly args: z.ZodType;
  readonly with?: z.ZodType;
  readonly output?: z.ZodType;
}
interface CallData {
  readonly args?: Readonly<Record<string, string>> | undefined;
  readonly with?: Readonly<Record<string, unknown>> | undefined;
  readonly writes?: string | Readonly<Record<string, string>> | undefined;
}
interface NamedCode {
  /** `agent`, `router`, `tool` or `task`: also the field that names it. */
  readonly what: string;
  readonly name: string;
  readonly group: Readonly<Record<string, CodeShape>> | undefined;
  readonly node: CallData;
}

export function checkCode(context: RuleContext, { what, name, group, node }: NamedCode): Issue[] {
  const code = namedIn(group, name);
  if (!code) return checkReference(context, { what, name, group, path: [what] });
  const owner = `${what} "${name}"`;
  return [
    ...checkArguments(context, { owner, type: code.args, said: node.args ?? {} }),
    ...checkConstants(context, { owner, type: code.with, said: node.with ?? {} }),
    ...checkOutput(context, { owner, output: code.output, writes: node.writes }),
  ];
}

function checkOutput(
  context: RuleContext,
  { owner, output, writes }: { owner: string; output: z.ZodType | undefined; writes: CallData["writes"] },
): Issue[] {
  if (writes === undefined) return [];
  if (output) return checkWrites(context, { owner, type: output, writes, path: ["writes"] });
  return [
    context.issue("UNKNOWN_OUTPUT", ["writes"], `${owner} has no output to write.`, {
      hint: "Delete `writes`.",
      repair: { op: "remove", path: [...context.path, "writes"] },
    }),
  ];
}
