/** A graph whose scripted agent nodes each name an agent of their own, so that one registry agent can answer differently in two nodes. */
import type { GraphData } from "../../language/graph/graph-data.ts";
import type { Agent, ChatModel, ModelSource, Registry } from "../../language/registry/registry.ts";
import { type NodeAnswer, type NodeScriptBook, scriptName } from "../scenario/node-script.ts";
import { followScript, type Stage } from "./follow-script.ts";
import { ModelVisit } from "./model-visit.ts";
import { needsModel, promptedAs, ScriptedChatModel } from "./scripted-agent.ts";

type NodeData = GraphData["nodes"][string];

export interface Scripted {
  readonly graph: GraphData;
  readonly registry: Registry;
}

export interface Scripts extends Stage {
  readonly scripts: NodeScriptBook;
}

/** `within` is put before the names of nodes: the graph's name in its parent's registry. */
export function ownAgents({ graph, registry }: Scripted, stage: Scripts, within: string): Scripted {
  const { scripts: book } = stage;
  const agents: Record<string, Agent> = { ...registry.agents };
  const models: Record<string, ModelSource> = { ...registry.models };
  const own = (node: NodeData, name: string): NodeData => {
    const script = scriptName(within, name);
    const agent = node.kind === "agent" ? registry.agents?.[node.agent] : undefined;
    if (node.kind !== "agent" || !agent || book.peek(script) === undefined) return node;
    const { model, fallback, ...rest } = node;
    const byCode: Agent = {
      ...codeOnly(agent),
      run: async (_args: unknown, context) => (await followScript(taken(book, script, context.attempt), context, stage)).output,
    };
    const byModel = promptedAs(agent, script, Object.keys(node.with ?? {}));
    const isModel = "prompt" in agent;
    // LangGraph makes a visit's models at once, its own first
    let visit = new ModelVisit(name, { label: "next" }, stage);
    const scripted = (shown: string) => new ScriptedChatModel(shown, visit) as unknown as ChatModel;
    models[script] = () => {
      visit = new ModelVisit(name, taken(book, script, 1), stage);
      return scripted(String(model ?? (isModel ? agent.model : "scripted")));
    };
    const fallbacks = isModel ? (fallback ?? []).map((shown) => [`${script} ${shown}`, shown] as const) : [];
    for (const [key, shown] of fallbacks) models[key] = () => scripted(shown);
    Object.defineProperty(agents, script, { enumerable: true, get: () => (isModel || needsModel(book.peek(script)) ? byModel : byCode) });
    return { ...rest, ...(fallbacks.length > 0 && { fallback: fallbacks.map(([key]) => key) }), agent: script } as NodeData;
  };
  const nodes = Object.entries(graph.nodes).map(([name, node]) => [name, ownBodies(own(node, name), name, own)] as const);
  return { graph: { ...graph, nodes: Object.fromEntries(nodes) }, registry: { ...registry, agents, models } };
}

function ownBodies(node: NodeData, name: string, own: (node: NodeData, name: string) => NodeData): NodeData {
  if (node.kind === "each") return { ...node, do: own(node.do as NodeData, name) } as NodeData;
  if (node.kind !== "parallel") return node;
  const branches = Object.entries(node.branches).map(([branch, body]) => [branch, own(body as NodeData, `${name}.${branch}`)]);
  return { ...node, branches: Object.fromEntries(branches) } as NodeData;
}

const codeOnly = ({ args, output, with: constants }: Agent) => ({ args, output, ...(constants && { with: constants }) });

function taken(book: NodeScriptBook, script: string, attempt: number): NodeAnswer {
  return book.take(script, attempt) ?? { label: "next" };
}
