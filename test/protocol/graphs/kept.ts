/** Keeps what it is told in the store, under the name of who tells it, and recalls it. */
import { END, START, StateGraph, StateSchema } from "@langchain/langgraph";
import { z } from "zod";

const State = new StateSchema({
  who: z.string().default("nobody"),
  fact: z.string().default(""),
  known: z.array(z.string()).default(() => []),
});

export const graph = new StateGraph(State)
  .addNode("remember", async ({ who, fact }, { store }) => {
    if (fact !== "") await store?.put(["facts", who], fact, { fact });
    return {};
  })
  .addNode("recall", async ({ who }, { store }) => {
    const items = (await store?.search(["facts", who])) ?? [];
    return { known: items.map(({ key }) => key).sort() };
  })
  .addEdge(START, "remember")
  .addEdge("remember", "recall")
  .addEdge("recall", END)
  .compile();
