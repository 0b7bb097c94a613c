/** A graph as a scenario sees it: its code doubled, its agents scripted; the graphs inside it too. */
import type { GraphData } from "../../language/graph/graph-data.ts";
import type { Registry } from "../../language/registry/registry.ts";
import { registryOf, rememberRegistry } from "../../language/registry/registry-of.ts";
import { kitOf } from "../kinds/all.ts";
import { NodeScriptBook, scriptName } from "../scenario/node-script.ts";
import type { Scenario } from "../scenario/scenario.ts";
import type { ScriptContext } from "./follow-script.ts";
import { ownAgents, type Scripted } from "./own-agents.ts";
import { RealModels } from "./real-models.ts";
import { scriptedRawGraph } from "./scripted-raw-graph.ts";
import { type Doubles, stubRegistry } from "./stub-registry.ts";

export interface Stubbed extends Scripted {
  readonly realModels: RealModels;
  /** Whether the scenario says that the node's writes are refused. */
  readonly refusesWrites: (at: { readonly graph: string; readonly node: string }) => boolean;
}

export function stubGraph(graph: GraphData, registry: Registry, scenario: Scenario, stage: ScriptContext): Stubbed {
  const faults = (scenario.faults ?? []).map((fault) => ({ ...fault }));
  const scripts = new NodeScriptBook(scenario.nodes);
  const realModels = new RealModels({ areAllowed: scenario.models === "real" });
  const doubles = { scenario, ...stage, scripts, faults, realModels };
  const places = placesIn(graph);
  const refusesWrites = ({ graph: id, node }: { graph: string; node: string }) =>
    (places.get(id) ?? []).some((within) => {
      const answer = scripts.peek(`${within}${node}`);
      return answer !== undefined && "error" in answer && answer.error === "STATE_TOO_LARGE";
    });
  return { ...doubled(graph, registry, { within: "", doubles }), realModels, refusesWrites };
}

/** Graph id → what is put before the names of its nodes. */
function placesIn(graph: GraphData, within = "", known = new Map<string, string[]>()): ReadonlyMap<string, readonly string[]> {
  known.set(graph.id, [...(known.get(graph.id) ?? []), within]);
  for (const [name, child] of Object.entries(registryOf(graph).graphs ?? {}))
    if (!("graph" in child)) placesIn(child, `${within}${name}/`, known);
  return known;
}

function doubled(graph: GraphData, registry: Registry, { within, doubles }: { within: string; doubles: Doubles }): Scripted {
  const { scripts } = doubles;
  const take = (vertex: string) => scripts.take(`${within}${scriptOfVertex(graph, vertex)}`, 1);
  const graphs = Object.entries(registry.graphs ?? {}).map(([name, child]) => {
    if ("graph" in child) return [name, scriptedRawGraph(child, { ...doubles, take })] as const;
    const inner = doubled(child, registryOf(child), { within: `${within}${name}/`, doubles });
    return [name, rememberRegistry({ ...inner.graph }, inner.registry)] as const;
  });
  const code = stubRegistry(registry, doubles, { within, agentAt: agentsIn(graph) });
  return ownAgents(
    { graph: bounded(graph, within, doubles.scenario), registry: { ...code, graphs: Object.fromEntries(graphs) } },
    doubles,
    within,
  );
}

/** With the bounds that the scenario gives. */
function bounded(graph: GraphData, within: string, { bounds = {} }: Scenario): GraphData {
  const nodes = Object.entries(graph.nodes).map(([name, node]) => {
    const max = bounds[`${within}${name}`];
    return [name, max === undefined || !node.visits ? node : { ...node, visits: { ...node.visits, max } }] as const;
  });
  const steps = bounds[`${within}*`];
  return { ...graph, nodes: Object.fromEntries(nodes), ...(graph.budget && steps !== undefined && { budget: { ...graph.budget, steps } }) };
}

/** Items run at a vertex of their own. */
function scriptOfVertex({ nodes }: Pick<GraphData, "nodes">, vertex: string): string {
  const holder = vertex.replace(/\.item$/, "");
  const node = Object.hasOwn(nodes, vertex) ? undefined : nodes[holder];
  return (node && kitOf(node).bodyScript?.(holder)) ?? vertex;
}

/** The registry's agent of each node and body that has one, by the name of its vertex or visit. */
function agentsIn({ nodes }: Pick<GraphData, "nodes">): (name: string) => string | undefined {
  const found = new Map<string, string>();
  for (const [name, node] of Object.entries(nodes)) {
    const agent = kitOf(node).agent?.(node);
    if (agent) found.set(name, agent.name);
    kitOf(node).mapBodies?.(node, name, (body, script) => {
      const inside = kitOf(body).agent?.(body);
      if (inside) found.set(script, inside.name);
      return body;
    });
  }
  return (name) => found.get(name) ?? found.get(scriptOfVertex({ nodes }, scriptName("", name)));
}
