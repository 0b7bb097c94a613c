/** A raw LangGraph graph for the HTTP tests: it greets and then, depending on its input, asks a person, fails or is slow. */
import { AIMessage } from "@langchain/core/messages";
import { END, interrupt, MessagesValue, ReducedValue, START, StateGraph, StateSchema } from "@langchain/langgraph";
import { z } from "zod";

const lines = z.array(z.string());
const State = new StateSchema({
  what: z.string().default("greet"),
  messages: MessagesValue,
  log: new ReducedValue(
    lines.default(() => []),
    { inputSchema: lines, reducer: (now: string[], more: string[]) => [...now, ...more] },
  ),
});

export const graph = new StateGraph(State)
  .addNode("greet", ({ what, messages }) => ({
    log: [`greet ${what}`],
    messages: [new AIMessage({ id: `hello-${messages.length}`, content: "hello" })],
  }))
  .addNode("ask", () => {
    const answer = interrupt({ question: "Shall I?" });
    return { log: [`answer ${JSON.stringify(answer)}`] };
  })
  .addNode("fail", (): { log: string[] } => {
    throw new TypeError("this node fails");
  })
  .addNode("slow", async (_state, config) => {
    for (let tick = 0; tick < 3_000; tick += 1) {
      config.signal?.throwIfAborted();
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return { log: ["slow"] };
  })
  .addEdge(START, "greet")
  .addConditionalEdges("greet", ({ what }) => (["ask", "fail", "slow"].includes(what) ? what : "greet"), {
    ask: "ask",
    fail: "fail",
    slow: "slow",
    greet: END,
  })
  .addEdge("ask", END)
  .addEdge("fail", END)
  .addEdge("slow", END)
  .compile();
