/** A graph that is made for each run from its configuration and reads its context. */
import { END, START, StateGraph, StateSchema } from "@langchain/langgraph";
import { z } from "zod";

const State = new StateSchema({ said: z.string().default("") });
const Context = z.object({ mood: z.string().default("calm") });

interface Config {
  readonly configurable?: { readonly greeting?: string };
}

export function graph({ configurable = {} }: Config) {
  const { greeting = "hello" } = configurable;
  return new StateGraph({ state: State, context: Context })
    .addNode("say", (_state, { context }) => ({ said: `${greeting}, ${context?.mood ?? "no mood"}` }))
    .addEdge(START, "say")
    .addEdge("say", END)
    .compile();
}
