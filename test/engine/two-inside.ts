/** A raw LangGraph whose one node runs a graph of two branches that ask at once: two questions of one task. */
import { END, START, StateGraph, StateSchema } from "@langchain/langgraph";
import { z } from "zod";
import type { CompiledGraph } from "../../compile/compile-graph.ts";
import { pairGraph } from "./pair.ts";

const State = new StateSchema({ left: z.any().optional(), right: z.any().optional() });

export function twoInside(): CompiledGraph {
  const inner = pairGraph();
  return new StateGraph(State)
    .addNode("outer", async (_, config) => inner.invoke({}, config))
    .addEdge(START, "outer")
    .addEdge("outer", END)
    .compile() as CompiledGraph;
}
