/** The body of each and parallel: an ordinary node that may lead to `join`. It is entered once, so it has no `visits`. */

import type { z } from "zod";
import type { Issue, IssuePath } from "../../issues/issue.ts";
import type { RegistryEntries } from "../../registry/entries.ts";
import { inside, nearestAdvice, type RuleContext } from "../../rules/rule-context.ts";
import type { Edge } from "../../terms/edge.ts";
import { DEFAULT_CODE, handoffTarget, JOIN } from "../../terms/labels.ts";
import type { NormalContext } from "../kind/common.ts";
import { errorEdges } from "../kind/common.ts";
import type { Mention, Read } from "../kind/kind.ts";
import { oneOfKinds } from "../kind/kind.ts";
import { type NormalPlain, type PlainData, plainKindOf, plainKinds } from "./plain.ts";

export const bodyShape: z.ZodType<PlainData> = oneOfKinds(Object.values(plainKinds).map((kind) => kind.bodyShape)).describe(
  'An ordinary node whose targets may also be "join".',
);

/** An error that the body does not route is the holder's: no default is written into it. */
export function normalBody(node: PlainData, context: NormalContext): NormalPlain {
  const said = "onError" in node ? node.onError : undefined;
  const onError = typeof said === "string" ? { [DEFAULT_CODE]: said } : said;
  return { ...plainKindOf(node).normalise(node, context), ...(onError && { onError }) };
}

export const bodyEdges = (node: NormalPlain): Edge[] => [...plainKindOf(node).edges(node), ...errorEdges(node)];
export const bodyMentions = (node: NormalPlain): Mention[] => plainKindOf(node).mentions(node);

export function bodyReads(node: NormalPlain, registry: RegistryEntries, path: IssuePath): Read[] {
  return plainKindOf(node)
    .reads(node, registry)
    .map((read) => ({ ...read, path: [...path, ...read.path] }));
}

/** Channels that hold a value whichever way the body reaches its join. */
export function writtenAtJoin(node: NormalPlain): string[] {
  const [first, ...rest] = bodyEdges(node).filter(({ target }) => target === JOIN);
  return (first?.writes ?? []).filter((channel) => rest.every(({ writes }) => writes.includes(channel)));
}

interface Body {
  readonly node: PlainData;
  /** Inside the node that holds it. */
  readonly path: IssuePath;
  readonly targets: readonly string[];
  /** Targets of failures; by default the same. */
  readonly errorTargets?: readonly string[];
  /** What stands for a target in advice. */
  readonly example?: string;
  /** Why other targets are rejected. */
  readonly law: string;
}

export function checkBody(context: RuleContext, { node, path, law, example = context.example, ...body }: Body): Issue[] {
  const here = inside({ ...context, example }, path);
  const normal = normalBody(node, context);
  const targetsOf = ({ type }: Edge) => (type === "error" ? (body.errorTargets ?? body.targets) : body.targets);
  const wrong = bodyEdges(normal).filter(
    (edge) =>
      !targetsOf(edge).includes(edge.target) && !(handoffTarget(edge.label) !== undefined && !context.nodeNames.includes(edge.target)),
  );
  return [
    ...wrong.map((edge) => {
      const at =
        edge.path.join(".") === "onError.default" && typeof (node as { onError?: unknown }).onError === "string" ? ["onError"] : edge.path;
      return here.issue(
        "UNKNOWN_TARGET",
        at,
        `"${edge.target}" is not a valid target here: ${law}.`,
        nearestAdvice(edge.target, targetsOf(edge), [...here.path, ...at]),
      );
    }),
    ...plainKindOf(node).check(node, here),
  ];
}
