/** What a user's file loads: declaring takes zod, compiling takes LangGraph once, and everything else waits for its first use. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";

const recorder = new URL("./record-packages.ts", import.meta.url).href;
const entry = (path: string) => JSON.stringify(new URL(`../../${path}`, import.meta.url).href);

const declares = `import { agent, messages, setup, task } from ${entry("index.ts")};
import { openAI } from ${entry("openai/index.ts")};
import { mcp } from ${entry("mcp/index.ts")};
import { z } from "zod";
const { defineGraph } = setup({
  state: { text: z.string(), messages: messages() },
  models: { fast: openAI({ model: "gpt-5-mini" }) },
  agents: { writer: agent({ model: "fast", prompt: "Improve: {text}", args: z.object({ text: z.string() }), output: z.string() }) },
  tools: mcp("tracker", { url: "https://mcp.example.org" }, { look: { effect: "none", args: z.object({}), output: z.string() } }),
  tasks: { trim: task({ labels: ["ok"], args: z.object({ text: z.string() }), output: z.string(), run: async ({ text }) => ({ label: "ok", output: text.trim() }) }) },
});
export const graph = defineGraph({
  id: "trimmed", version: 1, start: "trim", input: ["text"],
  nodes: {
    trim: { kind: "task", task: "trim", writes: "text", routes: { ok: "write" } },
    write: { kind: "agent", agent: "writer", writes: "text", next: "end" },
  },
});
`;
const compiles = `${declares}
import { compileGraph, lazyPorts } from ${entry("runtime/index.ts")};
export const compiled = compileGraph(graph, { ports: lazyPorts({ dataFolder: "memory://" }) });
`;

/** "name format", such as "zod module". */
async function loadedBy(program: string): Promise<string[]> {
  const args = ["--import", recorder, "--input-type=module", "--eval", program];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: import.meta.dirname });
  return JSON.parse(stdout);
}

describe("a file that", () => {
  it("only declares loads zod and what compares names: no LangChain, no client of MCP, no yaml, no database", async () => {
    expect(await loadedBy(declares)).toEqual(["fastest-levenshtein commonjs", "zod module"]);
  });

  it("compiles loads LangGraph as ES modules only, and no driver, server, log or agent", async () => {
    const loaded = await loadedBy(compiles);
    expect(loaded).toContain("@langchain/langgraph module");
    expect(loaded.filter((name) => /^@langchain\/.* commonjs/.test(name))).toEqual([]);
    expect(
      loaded.filter((name) =>
        /^(pg|pg-boss|pino|express|langchain|yaml|elkjs|@electric-sql\/|@langchain\/openai|@langchain\/langgraph-checkpoint-postgres)/.test(
          name,
        ),
      ),
    ).toEqual([]);
  });
});
