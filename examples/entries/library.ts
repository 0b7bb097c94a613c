/** A library that exports its vocabulary, a graph and a compiled graph: its declarations must be able to name their types. */
import { agent, list, messages, question, router, setup, task, tool } from "signalbox";
import { drawingOf, edgesOf, mermaidOf, normalise } from "signalbox/inspect";
import { openAI } from "signalbox/openai";
import { compileGraph, createRuntime, lazyPorts, openDatabase, prepareDatabase, webhookNotifier } from "signalbox/runtime";
import { createApp, listen } from "signalbox/server";
import { runPath } from "signalbox/testkit";
import GraphCoverage from "signalbox/testkit/reporter";
import { z } from "zod";

export const vocabulary = setup({
  state: { messages: messages(), text: z.string(), notes: list(z.string()), cents: z.number() },
  roles: ["lead"],
  models: { fast: openAI({ model: "gpt-5-mini" }) },
  routers: {
    intent: router({ labels: ["a", "b"], args: z.object({ text: z.string() }), run: async () => [{ label: "a", confidence: 1 }] }),
  },
  tasks: {
    trim: task({
      labels: ["ok"],
      args: z.object({ text: z.string() }),
      output: z.string(),
      run: async ({ text }) => ({ label: "ok", output: text.trim() }),
    }),
  },
  tools: {
    pay: tool({
      errors: { CLOSED: "final" },
      args: z.object({ cents: z.number() }),
      output: z.string(),
      once: ["cents"],
      run: async () => "paid",
    }),
  },
  agents: {
    coded: agent({ args: z.object({ text: z.string() }), output: z.string(), run: async ({ text }) => text }),
    writer: agent({ model: "fast", prompt: "Improve: {text}", args: z.object({ text: z.string() }), output: z.string() }),
  },
  questions: { approve: question({ prompt: "Pay?", decisions: { yes: null, no: z.object({ reason: z.string() }) } }) },
});

export const { defineGraph, loadGraph } = vocabulary;
export const trimmed = defineGraph({
  id: "trimmed",
  version: 1,
  start: "trim",
  input: ["text"],
  nodes: { trim: { kind: "task", task: "trim", writes: "text", routes: { ok: "end" } } },
});
export const compiled = compileGraph(trimmed, { ports: lazyPorts({ dataFolder: "memory://" }) });

export const normal = normalise(trimmed, vocabulary.registry);
export const edges = edgesOf;
export const drawing = drawingOf;
export const mermaid = mermaidOf;
export const notifier = webhookNotifier({ url: "https://example.com/notices", secret: "secret" });
export const path = () => runPath(trimmed, { input: { text: " a " } });
export const coverage = new GraphCoverage();

export async function serve() {
  const database = await openDatabase({ dataFolder: "memory://" });
  await prepareDatabase(database);
  const runtime = await createRuntime({ database, graphs: { trimmed: compiled }, notifier });
  return listen(createApp({ runtime, versions: { version: "1.0.0", langgraph_js_version: "1.7.3" } }), 0);
}
