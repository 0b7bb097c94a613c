/** A project with one declared and one raw graph. */
import { MessagesAnnotation, StateGraph } from "@langchain/langgraph";
import { compileGraph } from "../../../../compile/compile-graph.ts";
import { memoryPorts } from "../../../../testkit/memory/memory-ports.ts";
import { orderDesk } from "../../../fixtures/order-desk.ts";

export const desk = compileGraph(orderDesk, { ports: memoryPorts() });
export const raw = new StateGraph(MessagesAnnotation)
  .addNode("echo", () => ({}))
  .addEdge("__start__", "echo")
  .compile();
