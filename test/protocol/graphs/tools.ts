/** An agent whose scripted model calls a tool that reports its progress, and then answers. */
import { AIMessage, type BaseMessage } from "@langchain/core/messages";
import { tool } from "@langchain/core/tools";
import { END, MessagesValue, START, StateGraph, StateSchema } from "@langchain/langgraph";
import { ToolNode } from "@langchain/langgraph/prebuilt";
import { z } from "zod";

const State = new StateSchema({ messages: MessagesValue });

const weather = tool(({ city }: { city: string }) => `${city} is sunny`, {
  name: "weather",
  description: "The weather of a city",
  schema: z.object({ city: z.string() }),
});

const wasAnswered = (messages: readonly BaseMessage[]): boolean => messages.at(-1)?.getType() === "tool";

export const graph = new StateGraph(State)
  .addNode("agent", ({ messages }) => ({
    messages: [
      wasAnswered(messages)
        ? new AIMessage({ id: `answer-${messages.length}`, content: "sunny" })
        : new AIMessage({
            id: `call-${messages.length}`,
            content: "",
            tool_calls: [{ type: "tool_call", id: `weather-${messages.length}`, name: "weather", args: { city: "Ulm" } }],
          }),
    ],
  }))
  .addNode("tools", new ToolNode([weather]))
  .addEdge(START, "agent")
  .addConditionalEdges("agent", ({ messages }) => (messages.at(-1)?.text === "sunny" ? END : "tools"), ["tools", END])
  .addEdge("tools", "agent")
  .compile();
