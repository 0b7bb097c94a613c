/** A graph whose model needs a key. */
import { z } from "zod";
import { compileGraph } from "../../../../compile/compile-graph.ts";
import { agent, setup } from "../../../../language/index.ts";
import { openAI } from "../../../../openai/chat-models.ts";
import { memoryPorts } from "../../../../testkit/memory/memory-ports.ts";

const desk = setup({
  state: { question: z.string(), answer: z.string() },
  models: { fast: openAI({ model: "gpt-5-mini" }), unused: openAI({ model: "gpt-5" }) },
  agents: {
    helper: agent({ args: z.object({ question: z.string() }), output: z.string(), model: "fast", prompt: "Answer: {question}" }),
  },
});
const graph = desk.defineGraph({
  ...{ id: "helper", version: 1, start: "help", input: ["question"] },
  nodes: { help: { kind: "agent", agent: "helper", writes: "answer", next: "end" } },
});
export const helper = compileGraph(graph, { ports: memoryPorts() });
