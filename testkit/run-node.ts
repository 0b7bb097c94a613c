/** Runs one node alone: its arguments in, its label and writes out. For kinds that run code; a person's question needs a path. */

import type { GraphData } from "../language/graph/graph-data.ts";
import type { NormalNode } from "../language/graph/normal-graph.ts";
import { normalise } from "../language/graph/normalise.ts";
import { registryOf } from "../language/registry/registry-of.ts";
import { Regions } from "../nodes/call/regions.ts";
import { verticesOf } from "../nodes/index.ts";
import { checkScenario } from "./checking/check-scenario.ts";
import { stubGraph } from "./doubles/stub-graph.ts";
import { kitOf } from "./kinds/all.ts";
import { type Effect, memoryPorts } from "./memory/memory-ports.ts";
import { VirtualClock, VirtualTime } from "./memory/virtual-time.ts";
import { recordingOf } from "./recording/recording-of.ts";
import { fail, type Scenario } from "./scenario/scenario.ts";
import { PathDetails } from "./text/path-details.ts";

export interface NodeScenario extends Pick<Scenario, "agents" | "routers" | "tasks" | "tools" | "models" | "params" | "ports"> {
  /** The code's arguments, in place of the channels that they come from. */
  readonly args?: Readonly<Record<string, unknown>>;
  /** Channels. */
  readonly state?: Readonly<Record<string, unknown>>;
  /** Every attempt fails with this code. */
  readonly error?: string;
}

export interface NodeResult {
  readonly label: string;
  /** Channel → update. */
  readonly writes: Readonly<Record<string, unknown>>;
  readonly attempts: number;
  /** The failure behind an error label. */
  readonly error?: { readonly code: string; readonly message: string };
  /** With the key of each. */
  readonly effects: readonly Effect[];
}

/**
 * Runs one node alone, in memory: arguments in, label and writes out. For agents, routers, tools and tasks; use `runPath` for the other kinds.
 * @throws GRAPH_DEFINITION_INVALID (a `GraphDefinitionError`) if the declaration is invalid, SCENARIO_INVALID if the scenario names what the graph
 * lacks, and REAL_MODEL_IN_TEST if the agent would call a model without `models: "real"`.
 * @example
 * const { label } = await runNode(supportDesk, "findCharges", { args: { customerId: "C-1014" }, error: "LEDGER_DOWN" });
 * console.log(label);
 */
export async function runNode(
  graph: GraphData,
  name: string,
  { args = {}, state = {}, error, ...scenario }: NodeScenario,
): Promise<NodeResult> {
  const faults = error === undefined ? [] : [fail(name, error)];
  await checkScenario(graph, { ...scenario, input: {}, faults });
  const clock = new VirtualClock();
  const details = new PathDetails();
  const time = new VirtualTime(clock, details);
  const doubled = stubGraph(graph, registryOf(graph), { ...scenario, input: {}, faults }, { time, details });
  const node = normalise(doubled.graph, doubled.registry, scenario.params).nodes[name];
  const [vertex, ...others] = node ? verticesOf(name, node) : [];
  if (!node || !vertex || others.length > 0 || !kitOf(node).runsAlone)
    throw new TypeError(
      `runNode runs an agent, router, tool or task: "${name}" of graph "${graph.id}" is ${node ? `of kind ${node.kind}` : "no node"}`,
    );
  const ports = memoryPorts({ time, ...scenario.ports });
  const regions = new Regions();
  const outcome = await vertex.run({
    node: node as never, // each vertex takes its own kind of node
    name,
    state: { ...state, ...channelsFor(node, args) },
    graph: graph.id,
    registry: doubled.registry,
    ports,
    scope: { threadId: "node", run: "node", epoch: undefined, node: name, task: "node" },
    signal: new AbortController().signal,
    config: {},
    child: () => {
      throw new TypeError("a single node has no graphs inside");
    },
    region: (key) => regions.enter(key, ports.elapsedMs),
  });
  if ("fork" in outcome) throw new TypeError(`node "${name}" runs other nodes`);
  const { label, writes = {}, attempts = 1, error: failure } = outcome;
  const recording = recordingOf(graph);
  recording?.began(graph.id, name);
  recording?.answered(graph.id, { node: name, label });
  recording?.end();
  return { label, writes, attempts, ...(failure && { error: failure }), effects: ports.effects };
}

/** Each argument where the node would take it from. */
function channelsFor(node: NormalNode, args: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const sources: Readonly<Record<string, string>> = "args" in node ? node.args : {};
  const channels: Record<string, unknown> = {};
  for (const [argument, value] of Object.entries(args)) {
    const [channel = argument, field] = (sources[argument] ?? argument).split(".");
    channels[channel] = field === undefined ? value : { ...Object(channels[channel]), [field]: value };
  }
  return channels;
}
