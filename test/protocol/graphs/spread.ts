/** Sends one task for each item; those that are doubtful ask, so that several questions wait at once. */
import { END, interrupt, ReducedValue, Send, START, StateGraph, StateSchema } from "@langchain/langgraph";
import { z } from "zod";

const names = z.array(z.string());
const State = new StateSchema({
  items: names.default(() => []),
  item: z.string().default(""),
  done: new ReducedValue(
    names.default(() => []),
    { inputSchema: names, reducer: (now: string[], more: string[]) => [...now, ...more].sort() },
  ),
});

export const graph = new StateGraph(State)
  .addNode("work", ({ item }) => ({ done: [item.endsWith("?") ? `${item} ${interrupt({ about: item })}` : item] }))
  .addNode("close", ({ done }) => ({ item: `closed ${done.length}` }))
  .addConditionalEdges(START, ({ items }) => items.map((item) => new Send("work", { item })), ["work"])
  .addEdge("work", "close")
  .addEdge("close", END)
  .compile();
