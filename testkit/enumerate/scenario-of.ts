/** The scenario that forces a walk: an input from the channels' schemas, and what each node on the way must answer. */

import type { NormalGraph, NormalNode } from "../../language/graph/normal-graph.ts";
import type { ChannelDef, Registry } from "../../language/registry/registry.ts";
import { errorCodeOf } from "../../language/terms/labels.ts";
import type { Writes } from "../../language/terms/writes.ts";
import type { NodeAnswer } from "../scenario/node-script.ts";
import { type Scenario, type ScriptedAnswer, type SignalTurn, signal } from "../scenario/scenario.ts";
import { type Forced, force } from "./force.ts";
import { CannotForce } from "./not-forced.ts";
import { sampleOf } from "./sample.ts";
import type { Walk, WalkStep } from "./walk.ts";

export interface Plan {
  readonly walk: Walk;
  /** For a step of a parallel or each node: the way of one branch or item. */
  readonly body?: readonly [branch: string, label: string];
  /** What the step at this place in the walk answers otherwise: all of its code, or one script. */
  readonly alters?: { readonly at: number; readonly script?: string; readonly alter: (answer: NodeAnswer) => NodeAnswer };
  /** What the code of a node answers at which the walk ends with a failed run. */
  readonly breaks?: readonly [script: string, answer: NodeAnswer];
  /** After the walk. */
  readonly signal?: string;
  /** After the signal. */
  readonly then?: Walk;
}

type Named<T> = Record<string, T[]>;

export function scenarioOf(graph: NormalGraph, registry: Registry, plan: Plan): Scenario {
  const input = Object.fromEntries(graph.input.map((channel) => [channel, inputFor(registry.state[channel] as ChannelDef)]));
  const all = [...plan.walk, ...(plan.then ?? [])];
  const forced = all.map((step) => ({
    step,
    ...force({ registry, within: "", name: step.node }, graph.nodes[step.node] as NormalNode, step.label, plan.body),
  }));
  const { alters, breaks } = plan;
  const told = forced.map((one, at) => {
    if (alters?.at !== at) return one;
    const altered = (name: string, answer: NodeAnswer) => (name === (alters.script ?? name) ? alters.alter(answer) : answer);
    return { ...one, scripts: one.scripts.map(([name, answer]) => [name, altered(name, answer)] as const) };
  });
  const chosen = chooseSwitches(graph, told, input);
  const nodes: Named<NodeAnswer> = grouped([...chosen.flatMap(({ scripts }) => scripts), ...(breaks ? [breaks] : [])]);
  const answers: Named<ScriptedAnswer> = grouped(chosen.flatMap((one) => one.answers));
  const turns: SignalTurn[] = plan.signal === undefined ? [] : [signal(plan.signal)];
  return { input, ...(turns.length > 0 && { turns }), nodes, answers };
}

function grouped<T>(pairs: readonly (readonly [string, T])[]): Named<T> {
  const names = [...new Set(pairs.map(([name]) => name))];
  return Object.fromEntries(names.map((name) => [name, pairs.flatMap(([other, value]) => (other === name ? [value] : []))]));
}

function inputFor(channel: ChannelDef): unknown {
  if ("messages" in channel) return [{ role: "user", content: "text" }];
  const schema = "list" in channel ? channel.list : "schema" in channel ? channel.schema : channel;
  const value = sampleOf(schema);
  if (value === undefined) throw new CannotForce("no-sample");
  return "list" in channel ? [value] : value;
}

type Told = Forced & { readonly step: WalkStep };

/** A router on a channel takes the way of its value: whoever wrote it last must have written that. */
function chooseSwitches(graph: NormalGraph, told: readonly Told[], input: Record<string, unknown>): readonly Told[] {
  return told.reduce<readonly Told[]>((all, { step }, at) => {
    const node = graph.nodes[step.node];
    if (node?.kind !== "router" || node.on === undefined) return all;
    const channel = node.on;
    const writer = all.findLastIndex(
      (one, index) => index < at && writesTo(graph.nodes[one.step.node], one.step.label, channel) !== undefined,
    );
    if (writer < 0) {
      if (!graph.input.includes(channel)) throw new CannotForce("value-not-written");
      input[channel] = step.label;
      return all;
    }
    const found = all[writer] as Told;
    const field = writesTo(graph.nodes[found.step.node], found.step.label, channel);
    return all.with(writer, { ...found, scripts: found.scripts.map(([name, answer]) => [name, placed(answer, field ?? "", step.label)]) });
  }, told);
}

/** The field that goes to the channel; empty for the whole output. */
function writesTo(node: NormalNode | undefined, label: string, channel: string): string | undefined {
  if (!node || !("writes" in node) || errorCodeOf(label) !== undefined || node.kind === "interrupt") return undefined;
  const writes = node.writes as Writes | undefined;
  if (!writes) return undefined;
  return "whole" in writes ? (writes.whole === channel ? "" : undefined) : writes.fields[channel];
}

function placed(answer: NodeAnswer, field: string, value: string): NodeAnswer {
  if (!("label" in answer)) return answer;
  return { ...answer, output: field === "" ? value : { ...(answer.output as object), [field]: value } };
}
