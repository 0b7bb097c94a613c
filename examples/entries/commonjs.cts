/** A CommonJS module: Node loads the package by require, and the types are found without `"type": "module"`. */
import { registryOf, setup, task } from "signalbox";
import { edgesOf, normalise } from "signalbox/inspect";
import { describeModel } from "signalbox/openai";
import { compileGraph, lazyPorts } from "signalbox/runtime";
import { createApp } from "signalbox/server";
import { z } from "zod";

const { defineGraph } = setup({
  state: { text: z.string() },
  tasks: {
    trim: task({
      labels: ["ok"],
      args: z.object({ text: z.string() }),
      output: z.string(),
      run: async ({ text }) => ({ label: "ok", output: text.trim() }),
    }),
  },
});
const graph = defineGraph({
  id: "trimmed",
  version: 1,
  start: "trim",
  input: ["text"],
  nodes: { trim: { kind: "task", task: "trim", writes: "text", routes: { ok: "end" } } },
});

async function main(): Promise<void> {
  const compiled = compileGraph(graph, { ports: lazyPorts({ dataFolder: "memory://" }) });
  const { text } = await compiled.invoke({ text: " a " }, { configurable: { thread_id: "1" } });
  if (text !== "a") throw new Error(`trimmed to ${JSON.stringify(text)}`);
  const edges = Object.values(normalise(graph, registryOf(graph)).nodes).flatMap((node) => edgesOf(node));
  console.log(`commonjs: ${edges.length} edges, ${describeModel({})}, ${typeof createApp}`);
  process.exit(0);
}
void main();
