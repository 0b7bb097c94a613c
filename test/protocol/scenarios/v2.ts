/** Protocol v2: commands, and a thread's events by server-sent events and by WebSocket, also as the official client reads them. */
import { setTimeout as sleep } from "node:timers/promises";
import { WebSocket } from "ws";
import { eventsOf, type ServerEvent } from "../record/exchange.ts";
import { type Answer, type Talk, tried } from "../record/talk.ts";
import { type Scenario, scenarios } from "./scenario.ts";

const unused = "0198c2a4-2222-7000-8000-000000000001";
const ENDS = ["completed", "failed", "interrupted"];

const command = ({ http }: Talk, thread: string, method: string, params?: unknown): Promise<Answer> =>
  http(`POST /threads/${thread}/commands`, { body: { id: 1, method, ...(params !== undefined && { params }) } });

const start = (talk: Talk, thread: string, input: unknown, graph = "desk"): Promise<Answer> =>
  command(talk, thread, "run.start", { assistant_id: graph, input });

/** What a v2 event says of the root graph's life. */
function lifecycleOf(data: Answer): string | undefined {
  return data?.method === "lifecycle" && data.params.namespace.length === 0 ? data.params.data.event : undefined;
}

const isEnd = ({ data }: ServerEvent): boolean => ENDS.includes(lifecycleOf(data) ?? "");

/** The thread's events from the first until the root graph has ended, of these channels and `lifecycle`. */
const events = ({ http }: Talk, thread: string, channels: readonly string[], filter: object = {}): Promise<Answer> =>
  http(`POST /threads/${thread}/stream/events`, { body: { channels: [...new Set([...channels, "lifecycle"])], ...filter }, until: isEnd });

const streamed =
  (channels: readonly string[], input: unknown, graph = "desk", filter: object = {}) =>
  async (talk: Talk): Promise<void> => {
    const thread = await talk.thread();
    await start(talk, thread, input, graph);
    await events(talk, thread, channels, filter);
  };

const ask = { messages: [{ role: "user", content: "?", id: "q" }] };
const channels = ["values", "updates", "messages", "tasks", "checkpoints", "lifecycle"];

const commands = scenarios("POST /threads/:thread_id/commands", {
  "run.start": async (talk) => {
    const thread = await talk.thread();
    await start(talk, thread, { what: "count" });
    await talk.untilThread(thread, "idle");
    await talk.client.threads.getState(thread);
  },
  "run.start on a thread that does not exist": async (talk) => {
    await start(talk, unused, {});
    await talk.untilThread(unused, "idle");
    await talk.client.threads.get(unused);
  },
  "run.start without an assistant": async (talk) => command(talk, await talk.thread(), "run.start", { input: {} }),
  "run.start of an unknown assistant": async (talk) => command(talk, await talk.thread(), "run.start", { assistant_id: "nope", input: {} }),
  "run.start with config and metadata": async (talk) => {
    const thread = await talk.thread();
    const config = { configurable: { my_a: 1 } };
    await command(talk, thread, "run.start", { assistant_id: "desk", input: { what: "configured" }, config, metadata: { m: 1 } });
    await talk.untilThread(thread, "idle");
    await talk.client.threads.getState(thread);
  },
  "input.respond": async (talk) => {
    const thread = await talk.thread();
    await start(talk, thread, { what: "ask" });
    const [asked] = eventsOf(await events(talk, thread, ["input"])).filter(({ event }) => event === "input.requested");
    const { interrupt_id }: Answer = (asked?.data as Answer)?.params.data ?? {};
    await command(talk, thread, "input.respond", { namespace: [], interrupt_id, response: { yes: true } });
    while ((await talk.aside.runs.list(thread, { status: "success" })).length < 2) await sleep(50);
    await talk.client.threads.getState(thread);
  },
  "input.respond where nothing waits": async (talk) => {
    const thread = await talk.thread();
    await start(talk, thread, {});
    await talk.untilThread(thread, "idle");
    await command(talk, thread, "input.respond", { namespace: [], interrupt_id: "none", response: 1 });
  },
  "input.respond without an interrupt": async (talk) => {
    const thread = await talk.thread();
    await start(talk, thread, {});
    await command(talk, thread, "input.respond", { response: 1 });
  },
  "state.get": async (talk) => {
    const thread = await talk.thread();
    await start(talk, thread, { what: "count" });
    await talk.untilThread(thread, "idle");
    await command(talk, thread, "state.get", { namespace: [] });
  },
  "agent.getTree": async (talk) => {
    const thread = await talk.thread();
    await start(talk, thread, { topic: "tea" }, "nested");
    await talk.untilThread(thread, "idle");
    await command(talk, thread, "agent.getTree", {});
  },
  "unknown method": async (talk) => {
    const thread = await talk.thread();
    await start(talk, thread, {});
    await command(talk, thread, "run.stop", {});
  },
  "no id": async (talk) => talk.http(`POST /threads/${await talk.thread()}/commands`, { body: { method: "run.start" } }),
});

const stream = scenarios("POST /threads/:thread_id/stream/events", {
  ...Object.fromEntries(channels.map((channel) => [`channel ${channel}`, streamed([channel], { what: "speak" })])),
  "channel custom": streamed(["custom"], { what: "custom" }),
  "channel tools": streamed(["tools", "messages"], ask, "tools"),
  "channel input": streamed(["input", "values"], { what: "ask" }),
  "all channels": streamed([...channels, "input", "custom", "tools"], { what: "count" }),
  "a subgraph": streamed(channels, { topic: "tea" }, "nested"),
  "a subgraph, depth 0": streamed(channels, { topic: "tea" }, "nested", { namespaces: [[]], depth: 0 }),
  "a failure": streamed(["values"], { what: "fail" }),
  "questions of a spread": streamed(["input", "values"], { items: ["a?", "b?"] }, "spread"),
  "a late reader": async (talk) => {
    const thread = await talk.thread();
    await start(talk, thread, { what: "count" });
    await talk.untilThread(thread, "idle");
    await events(talk, thread, ["values"]);
  },
  "an invalid filter": async (talk) => talk.http(`POST /threads/${await talk.thread()}/stream/events`, { body: { channels: "values" } }),
});

const socket = scenarios("GET /threads/:thread_id/stream/events", {
  "subscribe, then start": (talk) =>
    spoken(talk, [
      { id: 1, method: "subscription.subscribe", params: { channels: ["values", "lifecycle"] } },
      { id: 2, method: "run.start", params: { assistant_id: "desk", input: { what: "count" } } },
    ]),
  "malformed JSON": (talk) => spoken(talk, ["{"]),
  "no method": (talk) => spoken(talk, [{ id: 1 }]),
});

/** Sends these through a WebSocket, and records what comes back until the root graph has ended or a refusal. */
async function spoken(talk: Talk, messages: readonly unknown[]): Promise<void> {
  const { promise: over, resolve } = Promise.withResolvers<void>();
  const heard: string[] = [];
  const connection = new WebSocket(`${talk.url.replace("http", "ws")}/threads/${await talk.thread()}/stream/events`);
  connection.on("message", (data) => {
    const said: Answer = JSON.parse(String(data));
    heard.push(`event: ${said.method ?? said.type}\ndata: ${JSON.stringify(said)}\n\n`);
    if (said.type === "error" || ENDS.includes(lifecycleOf(said) ?? "")) resolve();
  });
  connection.on("open", () => {
    for (const message of messages) connection.send(typeof message === "string" ? message : JSON.stringify(message));
  });
  connection.on("error", () => resolve()).on("close", () => resolve());
  await over;
  connection.close();
  talk.note("WebSocket", heard.join(""), "text/event-stream");
}

/** What the official client makes of it: the last state and the messages. */
const byClient = scenarios("POST /threads/:thread_id/stream/events", {
  "the official client: output and messages": async (talk) => {
    const thread = talk.aside.threads.stream(await talk.thread(), { assistantId: "desk" });
    const said: string[] = [];
    const listening = (async () => {
      for await (const message of thread.messages) said.push(await message.text);
    })();
    await thread.run.start({ input: { what: "speak" } });
    await listening;
    talk.note("client", JSON.stringify({ said, output: await thread.output }));
    await thread.close();
  },
  "the official client: a question and its answer": async (talk) => {
    const thread = talk.aside.threads.stream(await talk.thread(), { assistantId: "desk" });
    await thread.run.start({ input: { what: "ask" } });
    await thread.output;
    const [question] = thread.interrupts;
    talk.note("question", JSON.stringify([thread.interrupted, question?.payload]));
    await thread.input.respond({ namespace: [], interrupt_id: question?.interruptId ?? "", response: "yes" });
    await talk.untilThread(thread.threadId, "idle");
    await tried(thread.close());
    await talk.client.threads.getState(thread.threadId);
  },
});

export const v2: readonly Scenario[] = [...commands, ...stream, ...socket, ...byClient];
