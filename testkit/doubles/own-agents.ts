/** A graph whose scripted agent nodes each name an agent of their own, so that one registry agent can answer differently in two nodes. */
import type { GraphData } from "../../language/graph/graph-data.ts";
import type { Agent, ModelSource, Registry } from "../../language/registry/registry.ts";
import { bodyName } from "../../language/terms/visit-name.ts";
import { type NodeAnswer, type NodeScriptBook, scriptName } from "../scenario/node-script.ts";
import { followScript, type Stage } from "./follow-script.ts";
import { ModelVisit } from "./model-visit.ts";
import { needsModel, promptedAs, ScriptedChatModel } from "./scripted-agent.ts";

type NodeData = GraphData["nodes"][string];
type AgentData = Extract<NodeData, { readonly kind: "agent" }>;
type OwnAgent = (node: AgentData, name: string) => AgentData;

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
  const own: OwnAgent = (node, name) => {
    const script = scriptName(within, name);
    const agent = registry.agents?.[node.agent];
    if (!agent || book.peek(script) === undefined) return node;
    const { model, fallback, ...rest } = node;
    const byCode: Agent = {
      ...codeOnly(agent),
      run: async (_args: unknown, context) => (await followScript(taken(book, script, context.attempt), context, stage)).output,
    };
    const byModel = promptedAs(agent, script, Object.keys(node.with ?? {}));
    const isModel = "prompt" in agent;
    // LangGraph makes a visit's models at once, its own first
    let visit = new ModelVisit(name, { label: "next" }, stage);
    const scripted = (shown: string) => new ScriptedChatModel(shown, visit);
    models[script] = () => {
      visit = new ModelVisit(name, taken(book, script, 1), stage);
      return scripted(String(model ?? (isModel ? agent.model : "scripted")));
    };
    const fallbacks = isModel ? (fallback ?? []).map((shown) => [`${script} ${shown}`, shown] as const) : [];
    for (const [key, shown] of fallbacks) models[key] = () => scripted(shown);
    Object.defineProperty(agents, script, { enumerable: true, get: () => (isModel || needsModel(book.peek(script)) ? byModel : byCode) });
    return { ...rest, ...(fallbacks.length > 0 && { fallback: fallbacks.map(([key]) => key) }), agent: script };
  };
  const nodes = Object.entries(graph.nodes).map(([name, node]) => [name, withOwnAgents(node, name, own)] as const);
  return { graph: { ...graph, nodes: Object.fromEntries(nodes) }, registry: { ...registry, agents, models } };
}

/** The node's agent, or those of the bodies inside it. */
function withOwnAgents(node: NodeData, name: string, own: OwnAgent): NodeData {
  if (node.kind === "agent") return own(node, name);
  if (node.kind === "each") return node.do.kind === "agent" ? { ...node, do: own(node.do, name) } : node;
  if (node.kind !== "parallel") return node;
  const branches = Object.entries(node.branches).map(
    ([branch, body]) => [branch, body.kind === "agent" ? own(body, bodyName(name, branch)) : body] as const,
  );
  return { ...node, branches: Object.fromEntries(branches) };
}

const codeOnly = ({ args, output, with: constants }: Agent) => ({ args, output, ...(constants && { with: constants }) });

function taken(book: NodeScriptBook, script: string, attempt: number): NodeAnswer {
  return book.take(script, attempt) ?? { label: "next" };
}
