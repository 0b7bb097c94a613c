/** Graphs for the tests of protocol v2: one that streams tokens, calls a tool inside a graph inside it, and asks; one with fan-out. */
import { AIMessage } from "@langchain/core/messages";
import { tool } from "@langchain/core/tools";
import { FakeListChatModel } from "@langchain/core/utils/testing";
import {
  END,
  interrupt,
  MessagesValue,
  type ProtocolEvent,
  ReducedValue,
  Send,
  START,
  StateGraph,
  StateSchema,
} from "@langchain/langgraph";
import { ToolNode } from "@langchain/langgraph/prebuilt";
import { z } from "zod";
import { waitAtGate } from "../../support/gates.ts";

const lines = z.array(z.string());
const State = new StateSchema({
  messages: MessagesValue,
  what: z.string().default("talk"),
  log: new ReducedValue(
    lines.default(() => []),
    { inputSchema: lines, reducer: (now: string[], more: string[]) => [...now, ...more] },
  ),
});

const model = new FakeListChatModel({ responses: ["hello there, friend"], sleep: 2 });
const slow = new FakeListChatModel({ responses: ["a long answer, letter by letter"], sleep: 150 });
const look = tool(async ({ where }) => `seen in ${where}`, {
  name: "look",
  description: "Looks.",
  schema: z.object({ where: z.string() }),
});

const inner = new StateGraph(State)
  .addNode("call", () => ({
    messages: [new AIMessage({ id: "call-1", content: "", tool_calls: [{ id: "c1", name: "look", args: { where: "box" } }] })],
  }))
  .addNode("tools", new ToolNode([look]))
  .addEdge(START, "call")
  .addEdge("call", "tools")
  .addEdge("tools", END)
  .compile();

export const chat = new StateGraph(State)
  .addNode("talk", async ({ messages }, config) => {
    config.writer?.({ name: "progress", payload: 1 });
    config.writer?.({ half: true });
    return { messages: [await model.invoke(messages)], log: ["talked"] };
  })
  .addNode("inner", inner)
  .addNode("ask", () => ({ log: [`answer ${JSON.stringify(interrupt({ question: "Shall I?" }))}`] }))
  .addNode("fail", (): { log: string[] } => {
    throw new TypeError("this node fails");
  })
  .addNode("held", async (_state, { configurable }) => {
    await waitAtGate(String(configurable?.thread_id));
    return { log: ["held"] };
  })
  .addNode("slow", async ({ messages }) => ({ messages: [await slow.invoke(messages)], log: ["slow"] }))
  .addEdge(START, "talk")
  .addConditionalEdges("talk", ({ what }) => (["ask", "fail", "inner", "slow", "held"].includes(what) ? what : "end"), {
    ...{ ask: "ask", fail: "fail", inner: "inner", slow: "slow", held: "held", end: END },
  })
  .addEdge("inner", END)
  .addEdge("ask", END)
  .addEdge("slow", END)
  .addEdge("held", END)
  .compile();

/** Counts the tokens of a run. */
const counter = () => {
  const counted = Promise.withResolvers<number>();
  let deltas = 0;
  return {
    init: () => ({ deltas: counted.promise }),
    process(event: ProtocolEvent) {
      if (event.method === "messages" && (event.params.data as { event?: string }).event === "content-block-delta") deltas += 1;
      return true;
    },
    finalize: () => counted.resolve(deltas),
    fail: () => counted.resolve(deltas),
  };
};

export const counting = new StateGraph(State)
  .addNode("talk", async ({ messages }) => ({ messages: [await model.invoke(messages)] }))
  .addEdge(START, "talk")
  .addEdge("talk", END)
  .compile({ transformers: [counter] });

/** Two questions at once, and branches of one node that speak side by side. */
export const fan = new StateGraph(State)
  .addNode("spread", () => ({ log: ["spread"] }))
  .addNode("worker", async ({ log }, config) => {
    const said = await new FakeListChatModel({ responses: [`from ${log.at(-1)}`], sleep: 3 }).invoke("go", config);
    return { messages: [said], log: [`${log.at(-1)} ${JSON.stringify(interrupt({ of: log.at(-1) }))}`] };
  })
  .addEdge(START, "spread")
  .addConditionalEdges("spread", () => ["one", "two"].map((name) => new Send("worker", { messages: [], what: "", log: [name] })), [
    "worker",
  ])
  .addEdge("worker", END)
  .compile();
