/** A real agent behind the API: its words reach the client while the model still speaks, and what it cost is told by node, run and thread. */
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { compileGraph } from "../../compile/compile-graph.ts";
import { agent, setup } from "../../language/index.ts";
import { openAI } from "../../openai/chat-models.ts";
import { databasePorts } from "../../runtime/ports/ports.ts";
import { consoleLog } from "../../telemetry/log.ts";
import { describeOnBoth } from "../support/databases.ts";
import { jsonOf, type Served, serveOn } from "./served.ts";

/** A provider that says the second half of its answer only when it is told to. */
class Provider {
  private server: Server | undefined;
  private answers = 0;
  private readonly waiting: (() => void)[] = [];

  async start(): Promise<string> {
    const server = createServer((_, response) => this.answer(response));
    this.server = server;
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  }

  goOn(): void {
    for (const go of this.waiting.splice(0)) go();
  }

  stop(): void {
    this.server?.closeAllConnections();
    this.server?.close();
  }

  private async answer(response: ServerResponse): Promise<void> {
    response.writeHead(200, { "content-type": "text/event-stream" });
    this.answers += 1;
    const id = `answer-${this.answers}`;
    const send = (rest: object) =>
      response.write(`data: ${JSON.stringify({ id, object: "chat.completion.chunk", created: 1, model: "gpt-5-mini", ...rest })}\n\n`);
    const say = (content: string, finish_reason: string | null = null) =>
      send({ choices: [{ index: 0, delta: { role: "assistant", content }, finish_reason }] });
    say("We open ");
    await new Promise<void>((resolve) => this.waiting.push(resolve));
    say("at nine.", "stop");
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

/** Its model answers with words where the form is wanted. */
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

  it("is heard while it speaks, in both modes of messages, and its cost is told", async () => {
    const { thread_id } = await served.client.threads.create();
    const heard = new Set<string>();
    const nodes = new Set<unknown>();
    const streamMode = ["messages-tuple", "messages"] as never;
    for await (const { event, data } of served.client.runs.stream(thread_id, "help", { input: { ask: "When?" }, streamMode })) {
      if (!Array.isArray(data)) continue;
      const [message, metadata] = data as unknown as [{ content: string }, { langgraph_node: string }];
      if ((event as string) === "messages") {
        if (message.content) heard.add(`chunk: ${message.content}`);
        nodes.add(metadata.langgraph_node);
      }
      if ((event as string) !== "messages/partial") continue;
      heard.add(`so far: ${message.content}`);
      // the provider says nothing more until its first half was heard in both modes
      if (message.content === "We open ") provider.goOn();
    }
    expect([...heard]).toEqual(["chunk: We open ", "so far: We open ", "chunk: at nine.", "so far: We open at nine."]);
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

  it("that fails without an edge has cost something too", async () => {
    const { thread_id } = await served.client.threads.create();
    const speaking = setInterval(() => provider.goOn(), 20);
    for await (const _ of served.client.runs.stream(thread_id, "form", { input: { ask: "When?" }, streamMode: "messages-tuple" }));
    clearInterval(speaking);
    const usage = await jsonOf(fetch(`${served.url}/threads/${thread_id}/usage`));
    const cost = { tokens: 1_500_000, usd: 1.25, unpriced_tokens: 0 };
    expect(usage).toMatchObject({ ...cost, runs: [{ ...cost, nodes: [{ node: "clerk", visits: 1, attempts: 1, ...cost }] }] });
  });

  it("of a thread without runs has cost nothing", async () => {
    const { thread_id } = await served.client.threads.create();
    const usage = await jsonOf(fetch(`${served.url}/threads/${thread_id}/usage`));
    expect(usage).toEqual({ thread_id, tokens: 0, usd: null, unpriced_tokens: 0, runs: [] });
  });
});
