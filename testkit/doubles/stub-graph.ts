/** A graph as a scenario sees it: its code doubled, its agents scripted; the graphs inside it too. */
import type { GraphData } from "../../language/graph/graph-data.ts";
import type { Registry } from "../../language/registry/registry.ts";
import { registryOf, rememberRegistry } from "../../language/registry/registry-of.ts";
import { NodeScriptBook } from "../scenario/node-script.ts";
import type { Scenario } from "../scenario/scenario.ts";
import type { ScriptContext } from "./follow-script.ts";
import { ownAgents, type Scripted } from "./own-agents.ts";
import { type Doubles, stubRegistry } from "./stub-registry.ts";

export function stubGraph(graph: GraphData, registry: Registry, scenario: Scenario, stage: ScriptContext): Scripted {
  const faults = (scenario.faults ?? []).map((fault) => ({ ...fault }));
  return doubled(graph, registry, { within: "", doubles: { scenario, ...stage, scripts: new NodeScriptBook(scenario.nodes), faults } });
}

function doubled(graph: GraphData, registry: Registry, { within, doubles }: { within: string; doubles: Doubles }): Scripted {
  const graphs = Object.entries(registry.graphs ?? {}).map(([name, child]) => {
    if ("graph" in child) return [name, child] as const;
    const inner = doubled(child, registryOf(child), { within: `${within}${name}/`, doubles });
    return [name, rememberRegistry({ ...inner.graph }, inner.registry)] as const;
  });
  const code = stubRegistry(registry, doubles, within);
  return ownAgents({ graph, registry: { ...code, graphs: Object.fromEntries(graphs) } }, doubles, within);
}
