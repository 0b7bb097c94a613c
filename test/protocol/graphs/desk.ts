/** A graph that does what its input names: greet, speak in tokens, ask once or twice, send custom events, jump, fail, take its time. */
import { AIMessage } from "@langchain/core/messages";
import { FakeListChatModel } from "@langchain/core/utils/testing";
import { Command, END, interrupt, MessagesValue, ReducedValue, START, StateGraph, StateSchema } from "@langchain/langgraph";
import { z } from "zod";

const lines = z.array(z.string());
const State = new StateSchema({
  what: z.string().default("greet"),
  amount: z.number().default(0),
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
  .addNode("speak", async ({ messages }) => {
    const model = new FakeListChatModel({ responses: ["good day"], emitCustomEvent: false });
    return { messages: [await model.invoke(messages)], log: ["speak"] };
  })
  .addNode("ask", ({ amount }) => {
    const answer = interrupt({ question: "Shall I?", amount });
    return { log: [`answer ${JSON.stringify(answer)}`] };
  })
  .addNode("askTwice", () => {
    const [first, second] = [interrupt("the first"), interrupt("the second")];
    return { log: [`answers ${JSON.stringify([first, second])}`] };
  })
  .addNode("custom", (_state, config) => {
    config.writer?.({ progress: 0.5 });
    config.writer?.("done");
    return { log: ["custom"] };
  })
  .addNode("jump", () => new Command({ goto: "land", update: { log: ["jump"] } }), { ends: ["land"] })
  .addNode("land", () => ({ log: ["land"] }))
  .addNode("count", ({ amount }) => ({ amount: amount + 1, log: [`count ${amount + 1}`] }))
  .addNode("fail", (): { log: string[] } => {
    throw new TypeError("this node fails");
  })
  .addNode("slow", async ({ amount }, config) => {
    for (let tick = 0; tick < (amount || 300); tick += 1) {
      config.signal?.throwIfAborted();
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return { log: ["slow"] };
  })
  .addNode("configured", (_state, { configurable = {} }) => ({
    log: Object.entries(configurable)
      .filter(([key]) => key.startsWith("my_"))
      .map(([key, value]) => `${key}=${JSON.stringify(value)}`),
  }))
  .addEdge(START, "greet")
  .addConditionalEdges("greet", ({ what }) => (what === "greet" ? END : what), [
    END,
    "speak",
    "ask",
    "askTwice",
    "custom",
    "jump",
    "count",
    "fail",
    "slow",
    "configured",
  ])
  .addEdge("speak", END)
  .addEdge("ask", END)
  .addEdge("askTwice", END)
  .addEdge("custom", END)
  .addEdge("land", END)
  .addConditionalEdges("count", ({ amount }) => (amount < 3 ? "count" : END), ["count", END])
  .addEdge("fail", END)
  .addEdge("slow", END)
  .addEdge("configured", END)
  .compile();
