/** LangGraph Studio's own server through the official SDK: how it shows a declared graph. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "@langchain/langgraph-sdk";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freePort } from "../support/servers/free-port.ts";

const START_MS = 120_000;
const CUSTOMER = "C-1003";
let server: ChildProcess;
let client: Client;

beforeAll(async () => {
  const port = await freePort();
  const env = {
    ...process.env,
    SIGNALBOX_DATA: mkdtempSync(join(tmpdir(), "signalbox-studio-")),
    BROWSER: "none",
    LANGSMITH_TRACING: "false",
    OPENAI_API_KEY: "",
  };
  server = spawn("npm", ["run", "studio", "--", "--port", String(port), "--host", "127.0.0.1", "--no-reload"], {
    env,
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  let output = "";
  server.stdout?.on("data", (text) => (output += text));
  server.stderr?.on("data", (text) => (output += text));
  client = new Client({ apiUrl: `http://127.0.0.1:${port}`, apiKey: null });
  for (const deadline = Date.now() + START_MS; ; ) {
    if (server.exitCode !== null || Date.now() > deadline) throw new Error(`Studio's server did not start:\n${output}`);
    const found = await client.assistants.search({ graphId: "support-desk" }).catch(() => []);
    if (found.length > 0) break;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}, START_MS + 10_000);

afterAll(() => {
  if (server?.pid) process.kill(-server.pid, "SIGKILL");
});

describe("LangGraph Studio", () => {
  it("draws the declared nodes and labels", async () => {
    const { nodes, edges } = await client.assistants.getGraph("support-desk");
    const names = nodes.map(({ id }) => String(id));
    expect(names).toEqual(expect.arrayContaining(["triage", "clarify", "specialist", "approval"]));
    const labels = edges.filter(({ source }) => source === "approval").map(({ data }) => String(data).trim());
    expect(labels).toEqual(expect.arrayContaining(["approve", "edit", "reject", "expired"]));
  });

  it("shows declared channels only", async () => {
    const { input_schema, output_schema, state_schema } = await client.assistants.getSchemas("support-desk");
    for (const schema of [input_schema, output_schema, state_schema]) {
      const names = Object.keys(schema?.properties ?? {});
      expect(names.length).toBeGreaterThan(0);
      expect(names.filter((name) => name.startsWith("__"))).toEqual([]);
    }
    expect(Object.keys(input_schema?.properties ?? {})).toEqual(expect.arrayContaining(["message"]));
  });

  it("runs to a question, accepts the answer, and keeps the history", async () => {
    const { thread_id } = await client.threads.create();
    const input = { customerId: CUSTOMER, message: "colourless green ideas sleep furiously" };
    const stopped = (await client.runs.wait(thread_id, "support-desk", { input })) as {
      __interrupt__: { id: string; value: { node: string } }[];
    };
    const [asked] = stopped.__interrupt__;
    expect(asked?.value.node).toBe("clarify");
    await client.runs.wait(thread_id, "support-desk", {
      command: { resume: { [asked?.id as string]: { decision: "answered", form: { text: "what is my balance" } } } },
    });
    const history = await client.threads.getHistory(thread_id);
    expect(history.length).toBeGreaterThan(3);
    for (const { values } of history) expect(Object.keys(values as object).filter((name) => name.startsWith("__"))).toEqual([]);
  });
});
