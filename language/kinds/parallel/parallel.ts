/** Parallel nodes (law 6): several bodies at once and one join. A branch that leads elsewhere leaves early, and the others are cancelled. */

import { z } from "zod";
import type { Issue } from "../../issues/issue.ts";
import { behaviourOf } from "../../registry/channels.ts";
import type { Vocabulary } from "../../registry/vocabulary.ts";
import { issueAt, type RuleContext } from "../../rules/rule-context.ts";
import type { Tunable } from "../../terms/data-flow.ts";
import { type Edge, edgeTo, mayWrite } from "../../terms/edge.ts";
import { branchLabel, JOIN, WAIT } from "../../terms/labels.ts";
import { namePattern } from "../../terms/reserved.ts";
import { bodyEdges, bodyMentions, bodyReads, bodyShape, checkBody, normalBody, writtenAtJoin } from "../body/body.ts";
import { type NormalPlain, type PlainNode, plainKindOf } from "../body/plain.ts";
import type { NormalCommon } from "../kind/common.ts";
import type { Kind } from "../kind/kind.ts";
import { target, type VisitBound, visitsShape } from "../kind/policy.ts";
import { tunable } from "../kind/tunable.ts";

export interface ParallelNode<V extends Vocabulary, N extends string, T extends string, Ps> extends VisitBound<T, Ps> {
  kind: "parallel";
  branches: Record<string, PlainNode<V, N, Exclude<T, "wait" | `wait:${string}`> | "join", Ps>>;
  quorum?: Tunable<number, Ps>;
  onError?: T;
  next: T;
}

const shape = z
  .strictObject({
    kind: z.literal("parallel"),
    branches: z
      .record(z.string(), bodyShape)
      .describe('Branch → an ordinary node whose targets may also be "join". A longer branch is a subgraph.'),
    quorum: tunable(z.int().min(1))
      .optional()
      .describe("How many branches must join; all by default. The one that completes it ends the others, and what they wrote is dropped."),
    onError: target.optional(),
    next: target.describe("After every branch has joined, or as many as `quorum` says."),
    visits: visitsShape.optional(),
  })
  .describe("Several branches at once, joined.");

export type ParallelData = z.infer<typeof shape>;
export interface NormalParallel extends NormalCommon {
  kind: "parallel";
  branches: Record<string, NormalPlain>;
  /** How many of them must join, where that is not all. */
  quorum?: number;
  next: string;
}

export const parallelKind: Kind<ParallelData, NormalParallel, NormalPlain> = {
  shape,
  inheritsEdges: true,
  waitsForPerson: false,
  streamsMessages: false,
  normalise: (node, context) => ({
    kind: "parallel",
    branches: Object.fromEntries(Object.entries(node.branches).map(([branch, body]) => [branch, normalBody(body, context)])),
    ...(node.quorum !== undefined && { quorum: Number(node.quorum) }),
    next: node.next,
  }),
  edges: (node): Edge[] => [
    edgeTo(node.next, { label: "next", path: ["next"], writes: writtenAfter(node) }),
    ...Object.entries(node.branches).flatMap(earlyEdges),
  ],
  mentions: ({ branches }) => Object.values(branches).flatMap(bodyMentions),
  reads: ({ branches }, registry) => Object.entries(branches).flatMap(([branch, body]) => bodyReads(body, registry, ["branches", branch])),
  canAsk: ({ branches }, inGraph) => Object.values(branches).some((body) => plainKindOf(body).canAsk(body, inGraph)),
  joins: [JOIN],
  bodies: ({ branches }) => branches,
  check: checkParallel,
};

/** A channel holds a value whichever branches join: too few leave it unwritten. */
function writtenAfter({ branches, quorum }: NormalParallel): string[] {
  const written = Object.values(branches).map(writtenAtJoin);
  const missing = (channel: string) => written.filter((channels) => !channels.includes(channel)).length;
  return [...new Set(written.flat())].filter((channel) => missing(channel) < (quorum ?? written.length));
}

/** Ways of a branch that do not lead to the join, under `<branch>.<label>`. */
function earlyEdges([branch, body]: [string, NormalPlain]): Edge[] {
  return bodyEdges(body)
    .filter(({ target }) => target !== JOIN)
    .map((edge) => ({ ...edge, label: branchLabel(branch, edge.label), path: ["branches", branch, ...edge.path] }));
}

/** Each branch is sound, reaches the join or leaves by a declared edge, and no two write one channel. */
function checkParallel(node: ParallelData, context: RuleContext): Issue[] {
  const branches = Object.entries(node.branches);
  const targets = [...context.nodeNames, ...context.stops.filter((stop) => stop !== WAIT), JOIN];
  const law = 'a branch leads to "join", or leaves early for a node or an end';
  return [
    ...(branches.length > 0
      ? []
      : [context.issue("WRONG_VALUE", ["branches"], "there are no branches.", { hint: "Declare at least one." })]),
    ...branches.flatMap(([name, body]) => [
      ...checkName(context, name),
      ...checkBody(context, { node: body, path: ["branches", name], targets, law }),
    ]),
    ...checkQuorum(context, node),
    // of one branch that joins, nothing else is written
    ...(node.quorum === 1 ? [] : checkWriters(context, node)),
  ];
}

function checkQuorum(context: RuleContext, { branches, quorum }: ParallelData): Issue[] {
  const count = Object.keys(branches).length;
  if (typeof quorum !== "number" || count === 0 || quorum < count) return [];
  const message = `a quorum of ${quorum} is not fewer than all: there ${count === 1 ? "is 1 branch" : `are ${count} branches`}.`;
  const param = context.paramAt(["quorum"]);
  const hint = "Use a smaller number, or leave out `quorum`: then every branch must join.";
  if (param) return [issueAt("PARAM_TYPE", param.path, `param "${param.name}": ${message}`, { hint })];
  return [context.issue("WRONG_VALUE", ["quorum"], message, { hint })];
}

function checkName(context: RuleContext, name: string): Issue[] {
  if (namePattern.test(name)) return [];
  return [
    context.issue("BAD_NAME", ["branches", name], `"${name}" is not a valid branch name.`, {
      hint: "Use a letter, then letters, digits, _ or -.",
    }),
  ];
}

/** Branches run in one step: a channel without a reducer has room for one writer. */
function checkWriters(context: RuleContext, { branches }: ParallelData): Issue[] {
  const writers = new Map<string, string>();
  return Object.entries(branches).flatMap(([branch, body]) => {
    const channels = new Set(bodyEdges(normalBody(body, context)).flatMap(mayWrite));
    return [...channels].flatMap((channel) => {
      const other = writers.get(channel);
      const definition = Object.hasOwn(context.registry.state, channel) ? context.registry.state[channel] : undefined;
      writers.set(channel, other ?? branch);
      if (other === undefined || !definition || behaviourOf(definition) !== "replace") return [];
      return [
        context.issue(
          "TWO_WRITERS",
          ["branches", branch, "writes"],
          `branches "${other}" and "${branch}" both write the channel "${channel}", and one would be lost.`,
          {
            hint: "Give each a channel of its own, or make it a list.",
          },
        ),
      ];
    });
  });
}
