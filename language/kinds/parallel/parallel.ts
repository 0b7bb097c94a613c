/** Parallel nodes (law 6): several bodies at once and one join. A branch that leads elsewhere leaves early, and the others are cancelled. */
import { z } from "zod";
import type { Vocabulary } from "../../registry/vocabulary.ts";
import { type Edge, oneEdge } from "../../terms/edge.ts";
import { bodyEdges, bodyMentions, bodyReads, bodyShape, join, normalBody, writtenAtJoin } from "../body/body.ts";
import type { NormalPlain } from "../body/plain.ts";
import type { PlainNode } from "../body/plain-node.ts";
import type { NormalCommon } from "../kind/common.ts";
import type { Kind } from "../kind/kind.ts";
import { target, type Visits, visitsShape } from "../kind/policy.ts";
import { checkParallel } from "./parallel-rules.ts";

export interface ParallelNode<V extends Vocabulary, N extends string, T extends string, Ps> extends Visits<T, Ps> {
  kind: "parallel";
  branches: Record<string, PlainNode<V, N, Exclude<T, "wait"> | "join", Ps>>;
  onError?: T;
  next: T;
}

const shape = z
  .strictObject({
    kind: z.literal("parallel"),
    branches: z
      .record(z.string(), bodyShape)
      .describe('Branch → an ordinary node whose targets may also be "join". A longer branch is a subgraph.'),
    onError: target.optional(),
    next: target.describe("After every branch has joined."),
    visits: visitsShape.optional(),
  })
  .describe("Several branches at once, joined.");

export type ParallelData = z.infer<typeof shape>;
export interface NormalParallel extends NormalCommon {
  kind: "parallel";
  branches: Record<string, NormalPlain>;
  next: string;
}

export const parallelKind: Kind<ParallelData, NormalParallel> = {
  shape,
  inheritsEdges: true,
  waitsForPerson: false,
  normalise: (node, context) => ({
    kind: "parallel",
    branches: Object.fromEntries(Object.entries(node.branches).map(([branch, body]) => [branch, normalBody(body, context)])),
    next: node.next,
  }),
  edges: ({ next, branches }): Edge[] => [
    oneEdge("next", next, ["next"], Object.values(branches).flatMap(writtenAtJoin)),
    ...Object.entries(branches).flatMap(earlyEdges),
  ],
  mentions: ({ branches }) => Object.values(branches).flatMap(bodyMentions),
  reads: ({ branches }, registry) => Object.entries(branches).flatMap(([branch, body]) => bodyReads(body, registry, ["branches", branch])),
  check: checkParallel,
};

/** Ways of a branch that do not lead to the join, under `<branch>.<label>`. */
function earlyEdges([branch, body]: [string, NormalPlain]): Edge[] {
  return bodyEdges(body)
    .filter(({ target }) => target !== join)
    .map((edge) => ({ ...edge, label: `${branch}.${edge.label}`, path: ["branches", branch, ...edge.path] }));
}
