/** The scenario that forces a walk: an input from the channels' schemas, and what each node on the way must answer. */

import type { NormalGraph } from "../../language/graph/normal-graph.ts";
import type { ChannelDef, Registry } from "../../language/registry/registry.ts";
import { mayBeEmpty } from "../../language/schema/json-schema.ts";
import { errorLabel } from "../../language/terms/labels.ts";
import { CannotForce } from "../forcing/not-forced.ts";
import { message, sampleOf } from "../forcing/sample.ts";
import { isWantedAtFirst, NOTHING, placed, SOME_ITEM, type Wanted } from "../forcing/wanted.ts";
import type { BodyWay } from "../kinds/kind-kit.ts";
import type { NodeAnswer } from "../scenario/node-script.ts";
import { type Scenario, type ScriptedAnswer, type SignalTurn, signal } from "../scenario/scenario.ts";
import { force, forceWalk } from "./force.ts";
import { stepsAllowed } from "./steps-allowed.ts";
import type { Walk } from "./walk.ts";

export interface Plan {
  readonly walk: Walk;
  /** At a parallel or each node: the way of one branch or item. */
  readonly body?: { readonly node: string; readonly way: BodyWay };
  /** What the step at this index of the walk answers instead: all of its code, one script, or its agents' scripts. */
  readonly alters?: {
    readonly at: number;
    readonly script?: string;
    readonly agents?: boolean;
    readonly alter: (answer: NodeAnswer) => NodeAnswer;
  };
  /** Answers of nodes that the walk itself does not make answer. */
  readonly scripts?: readonly (readonly [node: string, answer: NodeAnswer])[];
  /** What the altered step uses spends the budget; otherwise the walk's steps do. */
  readonly spends?: boolean;
  /** The node at which the walk ends with a failed run, and the code that it fails with. */
  readonly breaks?: { readonly node: string; readonly code: string };
  /** After the walk. */
  readonly signal?: string;
  /** After the signal. */
  readonly then?: Walk;
  /** What else the scenario has. */
  readonly adds?: Pick<Scenario, "approvals" | "tools">;
}

type ByNode<T> = Record<string, T[]>;

export function scenarioOf(graph: NormalGraph, registry: Registry, plan: Plan): Scenario {
  const { walk, body, alters, breaks, then = [], adds } = plan;
  const inside = { graph, registry, within: "" };
  const { steps, needs } = forceWalk(inside, [...walk, ...then], {
    wayAt: ({ node }) => (body?.node === node ? body.way : undefined),
  });
  const agents = alters?.agents ? (steps[alters.at]?.agents ?? []) : undefined;
  if (agents?.length === 0) throw new CannotForce("budget-not-spent", walk[alters?.at ?? 0]);
  const isAltered = (name: string) => (agents ? agents.includes(name) : name === (alters?.script ?? name));
  const altered = (at: number, name: string, answer: NodeAnswer): NodeAnswer =>
    alters?.at === at && isAltered(name) ? alters.alter(answer) : answer;
  const broken = breaks && graph.nodes[breaks.node];
  const last = broken ? [force({ ...inside, name: breaks.node }, broken, { label: errorLabel(breaks.code) })] : [];
  const scripts = [
    ...steps.flatMap((one, at) => one.scripts.map(([name, answer]) => [name, altered(at, name, answer)] as const)),
    ...last.flatMap((one) => one.scripts),
    ...(plan.scripts ?? []),
  ];
  const answers: ByNode<ScriptedAnswer> = grouped([...steps, ...last].flatMap((one) => one.answers));
  const approvals = grouped(steps.flatMap((one) => one.approvals));
  const tools = Object.fromEntries(steps.flatMap((one) => one.tools));
  const whole = [...walk, ...then];
  const allowed = stepsAllowed(graph, whole, steps, plan.spends).map((most) => ["*", most] as const);
  const bounds = Object.fromEntries([...[...steps, ...last].flatMap((one) => one.bounds), ...allowed]);
  const turns: SignalTurn[] = plan.signal === undefined ? [] : [signal(plan.signal)];
  return {
    input: inputOf(graph, registry, needs),
    ...(turns.length > 0 && { turns }),
    nodes: grouped(scripts),
    answers,
    ...(Object.keys(bounds).length > 0 && { bounds }),
    ...(Object.keys(approvals).length > 0 && { approvals, tools }),
    ...adds,
  };
}

function grouped<T>(pairs: readonly (readonly [string, T])[]): ByNode<T> {
  const names = [...new Set(pairs.map(([name]) => name))];
  return Object.fromEntries(names.map((name) => [name, pairs.flatMap(([other, value]) => (other === name ? [value] : []))]));
}

function inputOf(graph: NormalGraph, registry: Registry, needs: readonly Wanted[]): Record<string, unknown> {
  const input = Object.fromEntries(graph.input.map((channel) => [channel, inputFor(registry.state[channel])]));
  for (const need of needs.filter(({ value }) => value !== SOME_ITEM).toSorted((a, b) => a.at.length - b.at.length)) {
    const [channel, ...inside] = need.at;
    const definition = registry.state[channel];
    const isGiven = Object.hasOwn(input, channel);
    const isLeftOut = need.value === NOTHING && inside.length === 0;
    const isPossible = isGiven ? !isLeftOut || (definition && mayBeEmpty(definition)) : isWantedAtFirst(definition, need);
    if (!isPossible) throw new CannotForce("value-not-written", need.by);
    if (isLeftOut) delete input[channel];
    else if (isGiven) input[channel] = placed(input[channel], inside, need);
  }
  return input;
}

function inputFor(channel: ChannelDef | undefined): unknown {
  if (!channel) throw new CannotForce("no-sample");
  if ("messages" in channel) return [message];
  const schema = "list" in channel ? channel.list : "schema" in channel ? channel.schema : channel;
  const value = sampleOf(schema);
  if (value === undefined) throw new CannotForce("no-sample");
  return "list" in channel ? [value] : value;
}
