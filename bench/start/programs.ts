/** The programs that are measured: each file as a user writes it, against dist/. */
import { pathToFileURL } from "node:url";

export interface Program {
  readonly name: string;
  readonly args: readonly string[];
  /** Of a file beside the others, run as `<name>.mjs`. */
  readonly text?: string;
  readonly limit?: { readonly toNode?: number; readonly toLangGraph?: number; readonly megabytes?: number };
}

export function programs(root: string): readonly Program[] {
  const entry = (path: string) => JSON.stringify(pathToFileURL(`${root}dist/${path}`).href);
  const declares = `import { setup, task } from ${entry("index.js")};
import { z } from "zod";
const { defineGraph } = setup({
  state: { text: z.string() },
  tasks: { trim: task({ labels: ["ok"], args: z.object({ text: z.string() }), output: z.string(), run: async ({ text }) => ({ label: "ok", output: text.trim() }) }) },
});
export const graph = defineGraph({
  id: "trimmed", version: 1, start: "trim", input: ["text"],
  nodes: { trim: { kind: "task", task: "trim", writes: "text", routes: { ok: "end" } } },
});
`;
  const compiles = `${declares}
import { compileGraph, lazyPorts } from ${entry("runtime/index.js")};
export const compiled = compileGraph(graph, { ports: lazyPorts({ dataFolder: "memory://" }) });
`;
  const cli = `${root}dist/cli/signalbox.js`;
  return [
    { name: "node", args: ["-e", "0"] },
    { name: "zod", args: ["zod.mjs"], text: `import "zod";\n` },
    { name: "langgraph", args: ["langgraph.mjs"], text: `import "@langchain/langgraph";\n` },
    { name: "declares", args: ["declares.mjs"], text: declares, limit: { toNode: 6, megabytes: 90 } },
    { name: "compiles", args: ["compiles.mjs"], text: compiles, limit: { toLangGraph: 1.3 } },
    { name: "signalbox --help", args: [cli, "--help"], limit: { toNode: 6 } },
    { name: "signalbox check", args: [cli, "check", "declares.mjs"], limit: { toNode: 20 } },
  ];
}
