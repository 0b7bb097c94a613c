/** A raw LangGraph of two branches that ask at once. */
import { END, interrupt, START, StateGraph, StateSchema } from "@langchain/langgraph";
import { z } from "zod";
import type { CompiledGraph } from "../../compile/compile-graph.ts";

const State = new StateSchema({ left: z.any().optional(), right: z.any().optional() });

export function pairGraph(): CompiledGraph {
  return new StateGraph(State)
    .addNode("askLeft", () => ({ left: interrupt("left?") }))
    .addNode("askRight", () => ({ right: interrupt("right?") }))
    .addEdge(START, "askLeft")
    .addEdge(START, "askRight")
    .addEdge("askLeft", END)
    .addEdge("askRight", END)
    .compile() as CompiledGraph;
}
