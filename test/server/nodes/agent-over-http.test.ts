/** A real agent behind the API: its tokens reach the client while the model generates, and its usage is reported by node, run and thread. */
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { compileGraph } from "../../../compile/compile-graph.ts";
import { agent, setup } from "../../../language/index.ts";
import { openAI } from "../../../openai/chat-models.ts";
import { databasePorts } from "../../../runtime/ports/ports.ts";
import { consoleLog } from "../../../telemetry/log.ts";
import { describeOnBoth } from "../../support/databases.ts";
import { patient } from "../../support/servers/patient.ts";
import { jsonOf, type Served, serveOn } from "../serve-graphs.ts";

/** A provider that sends the second half of its response only after `proceed`. */
class Provider {
  #server: Server | undefined;
  #responses = 0;
  readonly #waiting: (() => void)[] = [];

  async start(): Promise<string> {
    const server = createServer(patient, (_, response) => this.#respond(response));
    this.#server = server;
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  }

  proceed(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  stop(): void {
    this.#server?.closeAllConnections();
    this.#server?.close();
  }

  async #respond(response: ServerResponse): Promise<void> {
    response.writeHead(200, { "content-type": "text/event-stream" });
    this.#responses += 1;
    const id = `response-${this.#responses}`;
    const send = (rest: object) =>
      response.write(`data: ${JSON.stringify({ id, object: "chat.completion.chunk", created: 1, model: "gpt-5-mini", ...rest })}\n\n`);
    const sendText = (content: string, finish_reason: string | null = null) =>
      send({ choices: [{ index: 0, delta: { role: "assistant", content }, finish_reason }] });
    sendText("We open ");
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
    sendText("at nine.", "stop");
    send({ choices: [], usage: { prompt_tokens: 1_000_000, completion_tokens: 500_000, total_tokens: 1_500_000 } });
    response.end("data: [DONE]\n\n");
  }
}

const provider = new Provider();
let baseUrl = "";
beforeAll(async () => {
  baseUrl = await provider.start();
});
afterAll(() => provider.stop());

const desk = setup({
  state: { ask: z.string(), reply: z.string(), again: z.string() },
  models: { fast: openAI({ model: "gpt-5-mini" }) },
  agents: { helper: agent({ args: z.object({ ask: z.string() }), output: z.string(), model: "fast", prompt: "Answer: {ask}" }) },
});
const helpDesk = desk.defineGraph({
  ...{ id: "help", version: 1, start: "help", input: ["ask"] },
  nodes: {
    help: { kind: "agent", agent: "helper", writes: "reply", next: "check" },
    check: { kind: "agent", agent: "helper", writes: "again", next: "end" },
  },
});

/** Its model responds with text instead of the structured output. */
const formDesk = setup({
  state: { ask: z.string(), hour: z.object({ hour: z.int() }) },
  models: { fast: openAI({ model: "gpt-5-mini" }) },
  agents: {
    clerk: agent({ args: z.object({ ask: z.string() }), output: z.object({ hour: z.int() }), model: "fast", prompt: "Answer: {ask}" }),
  },
}).defineGraph({
  ...{ id: "form", version: 1, start: "clerk", input: ["ask"] },
  nodes: { clerk: { kind: "agent", agent: "clerk", writes: "hour", repair: 0, next: "end" } },
});

describeOnBoth("an agent", (open) => {
  let served: Served;
  beforeAll(async () => {
    const database = await open();
    const secret = (name: string) => ({ OPENAI_API_KEY: "sk-test", OPENAI_BASE_URL: baseUrl })[name];
    const help = compileGraph(helpDesk, { ports: databasePorts(database, { log: consoleLog("silent") }) });
    const form = compileGraph(formDesk, { ports: databasePorts(database, { log: consoleLog("silent") }) });
    served = await serveOn(database, { help, form }, { secret });
  });
  afterAll(() => served.close());

  it("streams its tokens in both message modes, and reports its usage", async () => {
    const { thread_id } = await served.client.threads.create();
    const received = new Set<string>();
    const nodes = new Set<unknown>();
    const streamMode = ["messages-tuple", "messages"] as never;
    for await (const { event, data } of served.client.runs.stream(thread_id, "help", { input: { ask: "When?" }, streamMode })) {
      if (!Array.isArray(data)) continue;
      const [message, metadata] = data as unknown as [{ content: string }, { langgraph_node: string }];
      if ((event as string) === "messages") {
        if (message.content) received.add(`chunk: ${message.content}`);
        nodes.add(metadata.langgraph_node);
      }
      if ((event as string) !== "messages/partial") continue;
      received.add(`so far: ${message.content}`);
      // the provider waits until its first half has arrived in both modes
      if (message.content === "We open ") provider.proceed();
    }
    expect([...received]).toEqual(["chunk: We open ", "so far: We open ", "chunk: at nine.", "so far: We open at nine."]);
    expect([...nodes]).toEqual(["help", "check"]);

    const usage = await jsonOf(fetch(`${served.url}/threads/${thread_id}/usage`));
    const one = { tokens: 1_500_000, usd: 1.25, unpriced_tokens: 0 };
    const both = { tokens: 3_000_000, usd: 2.5, unpriced_tokens: 0 };
    expect(usage).toEqual({
      thread_id,
      ...both,
      runs: [
        {
          run_id: expect.any(String),
          ...both,
          nodes: [
            { node: "help", visits: 1, attempts: 1, ...one },
            { node: "check", visits: 1, attempts: 1, ...one },
          ],
        },
      ],
    });
  });

  it("reports the usage of a failed run as well", async () => {
    const { thread_id } = await served.client.threads.create();
    const proceeding = setInterval(() => provider.proceed(), 20);
    for await (const _ of served.client.runs.stream(thread_id, "form", { input: { ask: "When?" }, streamMode: "messages-tuple" }));
    clearInterval(proceeding);
    const usage = await jsonOf(fetch(`${served.url}/threads/${thread_id}/usage`));
    const cost = { tokens: 1_500_000, usd: 1.25, unpriced_tokens: 0 };
    expect(usage).toMatchObject({ ...cost, runs: [{ ...cost, nodes: [{ node: "clerk", visits: 1, attempts: 1, ...cost }] }] });
  });

  it("reports no usage for a thread without runs", async () => {
    const { thread_id } = await served.client.threads.create();
    const usage = await jsonOf(fetch(`${served.url}/threads/${thread_id}/usage`));
    expect(usage).toEqual({ thread_id, tokens: 0, usd: null, unpriced_tokens: 0, runs: [] });
  });
});
