/** A graph inside a graph: the inner one speaks in tokens and, if its input says so, asks. */
import { FakeListChatModel } from "@langchain/core/utils/testing";
import { END, interrupt, MessagesValue, START, StateGraph, StateSchema } from "@langchain/langgraph";
import { z } from "zod";

const State = new StateSchema({ topic: z.string().default(""), messages: MessagesValue, thought: z.string().default("") });

const inner = new StateGraph(State)
  .addNode("think", ({ topic }) => ({ thought: `about ${topic}` }))
  .addNode("say", async ({ messages }) => ({ messages: [await new FakeListChatModel({ responses: ["well"] }).invoke(messages)] }))
  .addNode("doubt", () => ({ thought: `sure: ${interrupt("Are you sure?")}` }))
  .addEdge(START, "think")
  .addConditionalEdges("think", ({ topic }) => (topic === "doubts" ? "doubt" : "say"), ["doubt", "say"])
  .addEdge("doubt", END)
  .addEdge("say", END)
  .compile();

export const graph = new StateGraph(State)
  .addNode("begin", () => ({ thought: "begin" }))
  .addNode("inner", inner)
  .addNode("finish", ({ thought }) => ({ thought: `${thought}, finished` }))
  .addEdge(START, "begin")
  .addEdge("begin", "inner")
  .addEdge("inner", "finish")
  .addEdge("finish", END)
  .compile();
