/** No path test reaches a provider: each real model here has a server that counts requests. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { FakeListChatModel } from "@langchain/core/utils/testing";
import { Annotation, StateGraph } from "@langchain/langgraph";
import { ChatOpenAI } from "@langchain/openai";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { z } from "zod";
import { agent, rawGraph, router, setup, task, tool } from "../../language/index.ts";
import { runPath, type Scenario } from "../../testkit/index.ts";
import { patient } from "../support/servers/patient.ts";

let requests = 0;
let baseURL = "";
let server: Server;
beforeAll(async () => {
  const chunk = {
    id: "c",
    object: "chat.completion",
    model: "m",
    choices: [{ index: 0, finish_reason: "stop", message: { role: "assistant", content: "real" } }],
  };
  server = createServer(patient, (_request, response) => {
    requests += 1;
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(chunk));
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  baseURL = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
});
afterAll(() => server.close());
beforeEach(() => {
  requests = 0;
});

const real = () => new ChatOpenAI({ model: "m", apiKey: "k", maxRetries: 0, configuration: { baseURL } });
const ask = async () => (await real().invoke("hi")).text;
const State = Annotation.Root({ text: Annotation<string>(), out: Annotation<string>() });
const byHand = new StateGraph(State)
  .addNode("ask", async () => ({ out: await ask() }))
  .addEdge("__start__", "ask")
  .compile();
const args = z.object({ text: z.string() });
const desk = setup({
  state: { text: z.string(), out: z.string() },
  models: {
    fast: real,
    counted: { make: real, maxInFlight: 1 },
    keyless: () => {
      throw new Error("OPENAI_API_KEY is missing");
    },
    fake: () => new FakeListChatModel({ responses: ["fake"] }),
  },
  agents: {
    writer: agent({ args, output: z.string(), model: "fast", prompt: "{text}" }),
    counting: agent({ args, output: z.string(), model: "counted", prompt: "{text}" }),
    lost: agent({ args, output: z.string(), model: "keyless", prompt: "{text}" }),
    calm: agent({ args, output: z.string(), model: "fake", prompt: "{text}" }),
    coded: agent({ args, output: z.string(), run: ask }),
  },
  routers: { pick: router({ labels: ["a", "b"], args, run: async () => [{ label: (await ask()) === "a" ? "a" : "b", confidence: 1 }] }) },
  tasks: { ask: task({ labels: ["ok"], args, output: z.string(), run: async () => ({ label: "ok", output: await ask() }) }) },
  tools: { ask: tool({ errors: {}, effect: "none", args, output: z.string(), run: ask }) },
  graphs: { raw: rawGraph({ graph: byHand, args, output: z.object({ out: z.string() }) }) },
});
/** Its failure would be hidden by an edge. */
const graphWith = (node: object) =>
  desk.defineGraph({ id: "one", version: 1, start: "n", input: ["text"], defaults: { onError: "end" }, nodes: { n: node } } as never);
const agentNode = (name: string, more: object = {}) => ({ kind: "agent", agent: name, writes: "out", next: "end", ...more });
const input = { text: "hi" };

it.each<[string, object, RegExp]>([
  ["an agent's model", agentNode("writer"), /agent "writer" \(node "n"\) would call ChatOpenAI/],
  ["a model with a limit", agentNode("counting"), /agent "counting"/],
  ["a model that cannot be made here", agentNode("lost"), /agent "lost"/],
  ["a node's own model", agentNode("calm", { model: "fast" }), /agent "calm"/],
  ["a fallback", agentNode("lost", { fallback: ["fast"] }), /agent "lost"/],
  ["an agent by code", agentNode("coded"), /the code of node "n" would call ChatOpenAI/],
  ["a router", { kind: "router", router: "pick", routes: { a: "end", b: "end" } }, /the code of node "n" would call ChatOpenAI/],
  ["a task", { kind: "task", task: "ask", writes: "out", routes: { ok: "end" } }, /node "n"/],
  ["a tool", { kind: "tool", tool: "ask", writes: "out", next: "end" }, /node "n"/],
  ["a LangGraph built by hand", { kind: "subgraph", graph: "raw", output: { out: "out" }, next: "end" }, /node "n\/ask"/],
])("%s is not called", async (_what, node, message) => {
  const ran = runPath(graphWith(node), { input });
  await expect(ran).rejects.toMatchObject({ code: "REAL_MODEL_IN_TEST", message: expect.stringMatching(message) });
  expect(requests).toBe(0);
});

it.each<[string, object, Scenario]>([
  ["a fake of LangChain", agentNode("calm"), { input }],
  ["a double of the agent", agentNode("writer"), { input, agents: { writer: "double" } }],
  ["a double of the model", agentNode("writer"), { input, models: { fast: () => new FakeListChatModel({ responses: ["fake"] }) } }],
  ["a script", agentNode("writer", { fallback: ["keyless"] }), { input, nodes: { n: [{ label: "next", output: "scripted" }] } }],
  ["a fallback that is not needed", agentNode("calm", { fallback: ["fast"] }), { input }],
])("%s runs", async (_what, node, scenario) => {
  const ran = await runPath(graphWith(node), scenario);
  expect(ran.path).toEqual(["n -next-> end"]);
  expect(requests).toBe(0);
});

it('`models: "real"` calls them', async () => {
  const ran = await runPath(graphWith(agentNode("writer")), { input, models: "real" });
  expect(ran.state.out).toBe("real");
  expect(requests).toBe(1);
});
