/** A graph whose scripted agent nodes each name an agent of their own, so that one registry agent can answer differently in two nodes. */

import type { GraphData } from "../../language/graph/graph-data.ts";
import type { DataByKind, NodeData, NodeKind } from "../../language/kinds/all.ts";
import type { Agent, ModelSource, Registry } from "../../language/registry/registry.ts";
import { kitOf } from "../kinds/all.ts";
import { type NodeAnswer, type NodeScriptBook, scriptName } from "../scenario/node-script.ts";
import { followScript, type ScriptContext } from "./follow-script.ts";
import { ModelVisit } from "./model-visit.ts";
import { type AgentSchemas, needsModel, promptedAs, ScriptedChatModel, schemasOf } from "./scripted-agent.ts";

export interface Scripted {
  readonly graph: GraphData;
  readonly registry: Registry;
}

export interface Scripts extends ScriptContext {
  readonly scripts: NodeScriptBook;
}

/** `within` is put before the names of nodes: the graph's name in its parent's registry. */
export function ownAgents({ graph, registry }: Scripted, stage: Scripts, within: string): Scripted {
  const { scripts: book } = stage;
  const agents: Record<string, Agent> = { ...registry.agents };
  const models: Record<string, ModelSource> = { ...registry.models };
  const own = <K extends NodeKind>(node: DataByKind[K] & { readonly kind: K }, name: string): DataByKind[K] => {
    const script = scriptName(within, name);
    const use = kitOf<K>(node).agent?.(node);
    const agent = use && registry.agents?.[use.name];
    if (!use || !agent || book.peek(script) === undefined) return node;
    const byCode: Agent = {
      ...codeOnly(agent),
      run: async (_args: unknown, context) => {
        const answer = await followScript(taken(book, script, context.attempt), context, stage);
        return agent.labels ? answer : answer.output;
      },
    };
    const byModel = promptedAs(agent, script, use.constants);
    const isModel = "prompt" in agent;
    // LangGraph makes a visit's models at once, its own first
    let visit = new ModelVisit(name, { label: "next" }, stage);
    const tools = ("tools" in agent && agent.tools) || [];
    const scripted = (shown: string) => new ScriptedChatModel(shown, visit, tools);
    models[script] = () => {
      visit = new ModelVisit(name, taken(book, script, 1), stage);
      return scripted(String(use.model ?? (isModel ? agent.model : "scripted")));
    };
    const fallbacks = isModel ? use.fallback.map((shown) => [`${script} ${shown}`, shown] as const) : [];
    for (const [key, shown] of fallbacks) models[key] = () => scripted(shown);
    Object.defineProperty(agents, script, { enumerable: true, get: () => (isModel || needsModel(book.peek(script)) ? byModel : byCode) });
    return use.renamed(
      script,
      fallbacks.map(([key]) => key),
    );
  };
  const withBodies = (node: NodeData, name: string): NodeData => kitOf(node).mapBodies?.(node, name, own) ?? node;
  const nodes = Object.entries(graph.nodes).map(([name, node]) => [name, withBodies(own(node, name), name)] as const);
  return { graph: { ...graph, nodes: Object.fromEntries(nodes) }, registry: { ...registry, agents, models } };
}

/** What is declared for the agent's tools stays valid. */
function codeOnly(agent: Agent): AgentSchemas & { readonly tools?: readonly string[] } {
  const tools = "tools" in agent && agent.tools;
  return { ...schemasOf(agent), ...(tools && { tools }) };
}

function taken(book: NodeScriptBook, script: string, attempt: number): NodeAnswer {
  return book.take(script, attempt) ?? { label: "next" };
}
