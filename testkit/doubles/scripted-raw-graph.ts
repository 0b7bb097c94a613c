/** A graph built by hand that answers from the script of the node that runs it; without a script it runs itself. */
import type { RunnableConfig } from "@langchain/core/runnables";
import { type CompiledGraph, isCompiledGraph } from "../../compile/langgraph.ts";
import type { RawGraph } from "../../language/registry/registry.ts";
import type { NodeAnswer } from "../scenario/node-script.ts";
import { failAs, failureAt, labelled, type ScriptContext } from "./follow-script.ts";

interface Scripts extends ScriptContext {
  /** The answer of this visit of a vertex. */
  readonly take: (vertex: string) => NodeAnswer | undefined;
}

export function scriptedRawGraph(raw: RawGraph, { take, time }: Scripts): RawGraph {
  const { graph } = raw;
  if (!isCompiledGraph(graph)) return raw;
  const invoke = async (input: Parameters<typeof graph.invoke>[0], config: RunnableConfig = {}): Promise<unknown> => {
    const node = String(config.metadata?.langgraph_node ?? "");
    const answer = take(node);
    if (!answer) return graph.invoke(input, config);
    const signal = config.signal ?? new AbortController().signal;
    const code = failureAt(answer, 1);
    if (code !== undefined) return failAs(code, { node, signal }, time);
    return (await labelled(answer, { node, signal }, time)).output;
  };
  // all else of it stays: its channels, its nodes, its own settings
  const scripted: CompiledGraph = Object.create(graph, { invoke: { value: invoke } });
  return { ...raw, graph: scripted };
}
