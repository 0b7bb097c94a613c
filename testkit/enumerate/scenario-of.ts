/** The scenario that forces a walk: an input from the channels' schemas, and what each node on the way must answer. */

import type { NormalGraph, NormalNode } from "../../language/graph/normal-graph.ts";
import type { ChannelDef, Registry } from "../../language/registry/registry.ts";
import { errorCodeOf } from "../../language/terms/labels.ts";
import type { Forced } from "../forcing/forced.ts";
import { CannotForce } from "../forcing/not-forced.ts";
import { sampleOf } from "../forcing/sample.ts";
import { kitOf } from "../kinds/all.ts";
import type { BodyWay } from "../kinds/kind-kit.ts";
import type { NodeAnswer } from "../scenario/node-script.ts";
import { type Scenario, type ScriptedAnswer, type SignalTurn, signal } from "../scenario/scenario.ts";
import { force } from "./force.ts";
import type { Walk, WalkStep } from "./walk.ts";

export interface Plan {
  readonly walk: Walk;
  /** For a step of a parallel or each node: the way of one branch or item. */
  readonly body?: BodyWay;
  /** What the step at this index of the walk answers instead: all of its code, or one script. */
  readonly alters?: { readonly at: number; readonly script?: string; readonly alter: (answer: NodeAnswer) => NodeAnswer };
  /** What the code of a node answers at which the walk ends with a failed run. */
  readonly breaks?: readonly [script: string, answer: NodeAnswer];
  /** After the walk. */
  readonly signal?: string;
  /** After the signal. */
  readonly then?: Walk;
}

type ByNode<T> = Record<string, T[]>;

export function scenarioOf(graph: NormalGraph, registry: Registry, plan: Plan): Scenario {
  const input = Object.fromEntries(graph.input.map((channel) => [channel, inputFor(registry.state[channel])]));
  const all = [...plan.walk, ...(plan.then ?? [])];
  const forced = all.map((step) => ({
    step,
    ...force({ registry, within: "", name: step.node }, nodeOf(graph, step), { label: step.label, way: plan.body }),
  }));
  const { alters, breaks } = plan;
  const steps = forced.map((one, at) => {
    if (alters?.at !== at) return one;
    const altered = (name: string, answer: NodeAnswer) => (name === (alters.script ?? name) ? alters.alter(answer) : answer);
    return { ...one, scripts: one.scripts.map(([name, answer]) => [name, altered(name, answer)] as const) };
  });
  const chosen = chooseSwitches(graph, steps, input);
  const nodes: ByNode<NodeAnswer> = grouped([...chosen.flatMap(({ scripts }) => scripts), ...(breaks ? [breaks] : [])]);
  const answers: ByNode<ScriptedAnswer> = grouped(chosen.flatMap((one) => one.answers));
  const turns: SignalTurn[] = plan.signal === undefined ? [] : [signal(plan.signal)];
  return { input, ...(turns.length > 0 && { turns }), nodes, answers };
}

function nodeOf(graph: NormalGraph, { node }: WalkStep): NormalNode {
  const found = graph.nodes[node];
  if (!found) throw new CannotForce("no-way");
  return found;
}

function grouped<T>(pairs: readonly (readonly [string, T])[]): ByNode<T> {
  const names = [...new Set(pairs.map(([name]) => name))];
  return Object.fromEntries(names.map((name) => [name, pairs.flatMap(([other, value]) => (other === name ? [value] : []))]));
}

function inputFor(channel: ChannelDef | undefined): unknown {
  if (!channel) throw new CannotForce("no-sample");
  if ("messages" in channel) return [{ role: "user", content: "text" }];
  const schema = "list" in channel ? channel.list : "schema" in channel ? channel.schema : channel;
  const value = sampleOf(schema);
  if (value === undefined) throw new CannotForce("no-sample");
  return "list" in channel ? [value] : value;
}

type ForcedStep = Forced & { readonly step: WalkStep };

/** A router on a channel takes the way of its value: whoever wrote it last must have written that. */
function chooseSwitches(graph: NormalGraph, steps: readonly ForcedStep[], input: Record<string, unknown>): readonly ForcedStep[] {
  return steps.reduce<readonly ForcedStep[]>((all, { step }, at) => {
    const node = nodeOf(graph, step);
    const channel = kitOf(node).choosesBy?.(node);
    if (channel === undefined) return all;
    const writer = all.findLastIndex(
      (one, index) => index < at && fieldFor(nodeOf(graph, one.step), one.step.label, channel) !== undefined,
    );
    if (writer < 0) {
      if (!graph.input.includes(channel)) throw new CannotForce("value-not-written");
      input[channel] = step.label;
      return all;
    }
    const found = all[writer];
    if (!found) return all;
    const field = fieldFor(nodeOf(graph, found.step), found.step.label, channel);
    return all.with(writer, { ...found, scripts: found.scripts.map(([name, answer]) => [name, placed(answer, field ?? "", step.label)]) });
  }, steps);
}

/** The field that goes to the channel; empty for the whole output. */
function fieldFor(node: NormalNode, label: string, channel: string): string | undefined {
  if (errorCodeOf(label) !== undefined) return undefined;
  const writes = kitOf(node).output?.(node);
  if (!writes) return undefined;
  return "whole" in writes ? (writes.whole === channel ? "" : undefined) : writes.fields[channel];
}

function placed(answer: NodeAnswer, field: string, value: string): NodeAnswer {
  if (!("label" in answer)) return answer;
  if (field === "") return { ...answer, output: value };
  const output = typeof answer.output === "object" ? answer.output : {};
  return { ...answer, output: { ...output, [field]: value } };
}
