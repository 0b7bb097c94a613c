/** A graph whose state is no schema but an annotation, inside another: its schemas are in its types only. */
import type { BaseMessage } from "@langchain/core/messages";
import { Annotation, messagesStateReducer, START, StateGraph } from "@langchain/langgraph";

const inner = new StateGraph(
  Annotation.Root({ mood: Annotation<"calm" | "cross">, words: Annotation<string[]>({ reducer: (all, more) => all.concat(more) }) }),
)
  .addNode("feel", () => ({ mood: "calm" as const }))
  .addEdge(START, "feel")
  .compile();

const State = Annotation.Root({
  messages: Annotation<BaseMessage[]>({ reducer: messagesStateReducer, default: () => [] }),
  order: Annotation<{ id: string; paid: boolean; lines: { sku: string; count: number | null }[] }>,
  note: Annotation<string | null>(),
});

export const graph = new StateGraph(State, Annotation.Root({ model: Annotation<"large" | "small">() }))
  .addNode("inner", inner)
  .addEdge(START, "inner")
  .compile();
