/** Graphs built by hand, which both servers serve: a chain of ten nodes that does nothing else, and a question. */
import { Annotation, END, interrupt, START, StateGraph } from "@langchain/langgraph";

const State = Annotation.Root({ n: Annotation<number>(), answer: Annotation<string>() });
const NODES = 10;

function chainOf(length: number) {
  // biome-ignore lint/suspicious/noExplicitAny: node names are data here
  const graph = new StateGraph(State) as any;
  const names = Array.from({ length }, (_, index) => `n${index}`);
  for (const name of names) graph.addNode(name, ({ n }: { n: number }) => ({ n: n + 1 }));
  for (const [index, name] of names.entries()) graph.addEdge(names[index - 1] ?? START, name);
  return graph.addEdge(names.at(-1), END).compile();
}

export const chain = chainOf(NODES);

export const asks = new StateGraph(State)
  .addNode("ask", () => ({ answer: interrupt("go on?") as string }))
  .addEdge(START, "ask")
  .addEdge("ask", END)
  .compile();
