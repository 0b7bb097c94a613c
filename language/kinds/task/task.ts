/** Task nodes: a step in code with closed labels, e.g. a condition with typed constants. */

import { z } from "zod";
import type { In, Vocabulary } from "../../registry/vocabulary.ts";
import { checkCode } from "../../rules/code.ts";
import { checkLabels } from "../../rules/labels.ts";
import { namedIn } from "../../rules/references.ts";
import type { RuleContext } from "../../rules/rule-context.ts";
import type { Args, NoOutput, RequiredWrites, With } from "../../terms/data-flow.ts";
import { labelledEdges } from "../../terms/edge.ts";
import type { ErrorTarget } from "../../terms/labels.ts";
import { channelsBehind } from "../../terms/source.ts";
import { channelsOf, reachOf, type Writes } from "../../terms/writes.ts";
import { argumentReads, completeArguments } from "../kind/arguments.ts";
import type { NormalCommon } from "../kind/common.ts";
import type { PlainKindOf } from "../kind/kind.ts";
import { channelMentions } from "../kind/kind.ts";
import { placedWrites } from "../kind/placed-writes.ts";
import {
  argsShape,
  labelled,
  type NormalPolicy,
  name,
  normalPolicy,
  type Policy,
  policyShape,
  target,
  withShape,
  writesShape,
} from "../kind/policy.ts";

/** An output must be placed; without one there is nothing to write. */
type TaskWrites<Updates, Out> = [Out] extends [never] ? { writes?: NoOutput } : RequiredWrites<Updates, Out>;

export type TaskNode<V extends Vocabulary, T extends string, Ps> = {
  [K in keyof V["tasks"] & string]: {
    kind: "task";
    task: K;
    routes: { [L in In<V["tasks"], K>["labels"]]: T };
    onError?: ErrorTarget<T>;
  } & TaskWrites<V["updates"], In<V["tasks"], K>["output"]> &
    Args<V["values"], In<V["tasks"], K>["args"]> &
    With<In<V["tasks"], K>["with"], Ps> &
    Policy<T, Ps>;
}[keyof V["tasks"] & string];

const shape = z
  .strictObject({
    kind: z.literal("task"),
    task: name.describe("A task of the registry."),
    args: argsShape.optional(),
    with: withShape.optional(),
    routes: labelled.describe("A target for each label."),
    writes: writesShape.optional(),
    onError: target.optional(),
    ...policyShape,
  })
  .describe("A step in code with closed labels.");

export type TaskData = z.infer<typeof shape>;
export interface NormalTask extends NormalCommon, NormalPolicy {
  kind: "task";
  task: string;
  args: Record<string, string>;
  with: Record<string, unknown>;
  routes: Record<string, string>;
  writes?: Writes;
}

export const taskKind: PlainKindOf<TaskData, NormalTask> = {
  shape,
  bodyShape: shape.omit({ visits: true }),
  inheritsEdges: true,
  waitsForPerson: false,
  streamsMessages: false,
  normalise: (node, { registry, defaults }) => ({
    kind: "task",
    task: node.task,
    args: completeArguments(namedIn(registry.tasks, node.task)?.args, node.args, registry),
    with: node.with ?? {},
    routes: node.routes,
    ...(node.writes !== undefined && { writes: placedWrites(namedIn(registry.tasks, node.task)?.output, node.writes) }),
    ...normalPolicy(node, defaults),
  }),
  edges: (node) => labelledEdges("routes", node.routes, { reach: () => reachOf(node.writes) }),
  mentions: (node) => [{ group: "tasks", name: node.task }, ...channelMentions([...channelsBehind(node.args), ...channelsOf(node.writes)])],
  reads: (node, registry) => argumentReads(namedIn(registry.tasks, node.task)?.args, node.args),
  canAsk: () => false,
  check: (node, context) => {
    const task = namedIn(context.registry.tasks, node.task);
    return [
      ...checkCode(context, { what: "task", name: node.task, group: context.registry.tasks, node }),
      ...(task ? checkLabels(context, { owner: `task "${node.task}"`, field: "routes", labels: task.labels, handled: node.routes }) : []),
      ...(task?.output && node.writes === undefined ? [unplacedOutput(context, node.task)] : []),
    ];
  },
};

const unplacedOutput = (context: RuleContext, task: string) =>
  context.issue("UNPLACED_OUTPUT", [], `task "${task}" has an output, but the node does not write it.`, {
    hint: "Add `writes`: a channel, or channel ← field.",
  });
