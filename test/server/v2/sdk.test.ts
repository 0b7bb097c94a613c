/** Protocol v2 by the official client, over server-sent events and through a WebSocket: messages, state, tools, questions, time travel. */

import { v7 as uuid7 } from "@langchain/core/utils/uuid";
import type { ThreadStream } from "@langchain/langgraph-sdk";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { describeOnBoth } from "../../support/databases.ts";
import { letGo } from "../../support/gates.ts";
import { jsonOf, type Served, serveOn } from "../serve-graphs.ts";
import { chat, counting, fan } from "./chat-graphs.ts";
import { eventsOf } from "./events-of.ts";

const transports = ["sse", "websocket"] as const;

describeOnBoth("protocol v2", (open) => {
  let served: Served;
  beforeAll(async () => {
    served = await serveOn(await open(), { chat, counting, fan });
  });
  afterAll(() => served.close());

  const streamOf = (transport: (typeof transports)[number], threadId = uuid7(), assistantId = "chat") =>
    served.client.threads.stream(threadId, {
      assistantId,
      ...(transport === "websocket" && { transport: "websocket" as const, webSocketFactory: (url: string) => new WebSocket(url) as never }),
    });
  const command = (threadId: string, method: string, params: unknown) =>
    jsonOf(fetch(`${served.url}/threads/${threadId}/commands`, { method: "POST", body: JSON.stringify({ id: 1, method, params }) }));

  /** To a subscription through a WebSocket. */
  const firstAnswer = (threadId: string, params: object) => {
    const socket = new WebSocket(`${served.url.replace("http", "ws")}/threads/${threadId}/stream/events`);
    socket.on("open", () => socket.send(JSON.stringify({ id: 1, method: "subscription.subscribe", params })));
    return new Promise<ReturnType<typeof JSON.parse>>((resolve, reject) => {
      socket.on("message", (data) => resolve(JSON.parse(String(data)))).on("error", reject);
    }).finally(() => socket.terminate());
  };

  describe.each(transports)("over %s", (transport) => {
    it("streams a message under the id that the state has, and the state", async () => {
      const stream = streamOf(transport);
      const { run_id } = await stream.run.start({ input: { messages: [{ type: "human", content: "hi", id: "h1" }] } });
      const texts: string[] = [];
      const ids: (string | undefined)[] = [];
      for await (const message of stream.messages) {
        let text = "";
        for await (const token of message.text) text += token;
        texts.push(text);
        ids.push((await message).id);
      }
      const output = (await stream.output) as { messages: { id: string; content: string }[] };
      expect(texts).toContain("hello there, friend");
      expect(output.messages.map(({ content }) => content)).toEqual(["hi", "hello there, friend"]);
      expect(ids).toContain(output.messages[1]?.id);
      await served.client.runs.join(stream.threadId, run_id as string);
      await stream.close();
    });

    it("tells tools and graphs inside the graph", async () => {
      const stream = streamOf(transport);
      await stream.run.start({ input: { what: "inner" } });
      const calls = new Map<string, unknown>(); // the client yields a call when it begins and when it ends
      for await (const call of stream.toolCalls) calls.set(call.callId, [call.name, call.input, await call.output]);
      expect([...calls]).toEqual([["c1", ["look", { where: "box" }, "seen in box"]]]);
      expect(await stream.agent.getTree()).toMatchObject({
        tree: { namespace: [], status: "completed", graph_name: "chat", children: [{ graph_name: "inner", status: "completed" }] },
      });
      await stream.close();
    });

    it("asks, is answered, and goes on in the same stream", async () => {
      const stream = streamOf(transport);
      await stream.run.start({ input: { what: "ask" } });
      await stream.output;
      expect(stream.interrupted).toBe(true);
      const [question] = stream.interrupts;
      expect(question).toMatchObject({ payload: { question: "Shall I?" } });
      const answered = waitFor(stream, "completed");
      await stream.input.respond({ namespace: [], interrupt_id: question?.interruptId ?? "", response: "yes" });
      await answered;
      const { values } = await stream.state.get({ namespace: [], keys: ["log"] });
      expect(values).toEqual({ log: ["talked", 'answer "yes"'] });
      await stream.close();
    });

    it("has what the graph's stream transformers make of it", async () => {
      const stream = streamOf(transport, uuid7(), "counting");
      await stream.run.start({ input: {} });
      expect(await stream.extensions.deltas).toBe("hello there, friend".length);
      await stream.close();
    });

    it("says why a run failed", async () => {
      const stream = streamOf(transport);
      const failed = waitFor(stream, "failed");
      await stream.run.start({ input: { what: "fail" } });
      expect(await failed).toMatchObject({ error: "this node fails" });
      await stream.close();
    });
  });

  it("takes the input of a thread that waits as its answer, and several answers at once", async () => {
    const threadId = uuid7();
    expect(await command(threadId, "run.start", { assistant_id: "chat", input: { what: "ask" } })).toMatchObject({ type: "success" });
    await eventsOf(served.url, threadId, { until: "interrupted" });
    await command(threadId, "run.start", { assistant_id: "chat", input: { ok: true } });
    const events = await eventsOf(served.url, threadId, { until: "completed" });
    expect(events.filter(({ method }) => method.startsWith("input")).map(({ method }) => method)).toEqual([
      "input.requested",
      "input.answered",
    ]);
    expect((await served.client.threads.getState<{ log: string[] }>(threadId)).values.log).toEqual(["talked", 'answer {"ok":true}']);

    const fanned = uuid7();
    await command(fanned, "run.start", { assistant_id: "fan", input: {} });
    const asked = (await eventsOf(served.url, fanned, { until: "interrupted" })).filter(({ method }) => method === "input.requested");
    const responses = asked.map(({ params: { data } }) => ({ namespace: [], interrupt_id: data.interrupt_id, response: data.payload.of }));
    expect(responses).toHaveLength(2);
    expect(await command(fanned, "input.respond", { responses })).toMatchObject({ type: "success", result: {} });
    await eventsOf(served.url, fanned, { until: "completed" });
    const { values } = await served.client.threads.getState<{ log: string[] }>(fanned);
    expect(values.log).toEqual(["spread", 'one "one"', 'two "two"']);
  });

  it("keeps messages of branches apart that stream side by side", async () => {
    const threadId = uuid7();
    await command(threadId, "run.start", { assistant_id: "fan", input: {} });
    const events = await eventsOf(served.url, threadId, { until: "interrupted" });
    const messages = events.filter(({ method }) => method === "messages").map(({ params: { data } }) => data);
    const ids = messages.filter(({ event }) => event === "message-start").map(({ id }) => id);
    expect(ids).toHaveLength(2);
    for (const id of ids) {
      const own = messages.filter(({ run_id }) => run_id === id);
      expect(own.filter(({ event }) => event === "content-block-finish")[0]?.content.text).toMatch(/^from (one|two)$/);
      expect(own.at(-1)?.event).toBe("message-finish");
    }
  });

  it("says beside an answer what else the step writes", async () => {
    const threadId = uuid7();
    await command(threadId, "run.start", { assistant_id: "chat", input: { what: "ask" } });
    const asked = (await eventsOf(served.url, threadId, { until: "interrupted" })).find(({ method }) => method === "input.requested");
    const interrupt_id = asked?.params.data.interrupt_id;
    await command(threadId, "input.respond", { namespace: [], interrupt_id, response: 1, update: { log: ["beside"] } });
    await eventsOf(served.url, threadId, { until: "completed" });
    expect((await served.client.threads.getState<{ log: string[] }>(threadId)).values.log).toEqual(["talked", "beside", "answer 1"]);
    const again = await command(threadId, "input.respond", { namespace: [], interrupt_id, response: 2 });
    expect(again).toMatchObject({ type: "error", error: "no_such_interrupt", code: "ALREADY_DECIDED" });
  });

  it("begins at an earlier checkpoint, which its events name", async () => {
    const threadId = uuid7();
    await command(threadId, "run.start", { assistant_id: "chat", input: { what: "talk" } });
    const events = await eventsOf(served.url, threadId, { until: "completed" });
    const [first] = events.filter(({ method }) => method === "checkpoints");
    const config = { configurable: { checkpoint_id: first?.params.data.id } };
    await command(threadId, "run.start", { assistant_id: "chat", input: null, config });
    await eventsOf(served.url, threadId, { until: "completed", since: events.at(-1)?.seq });
    const history = await served.client.threads.getHistory(threadId, { limit: 100 });
    expect(
      history.filter(({ parent_checkpoint }) => parent_checkpoint?.checkpoint_id === first?.params.data.id).length,
    ).toBeGreaterThanOrEqual(2);
  });

  it("gives every reader the same events, whenever it comes, and the rest after `since`", async () => {
    const threadId = uuid7();
    const early = eventsOf(served.url, threadId, { until: "completed", count: 2 });
    const before = await command(threadId, "run.start", { assistant_id: "chat", input: { what: "inner" } });
    expect(before.meta).toEqual({ thread_id: threadId, applied_through_seq: 0 });
    await eventsOf(served.url, threadId, { until: "completed" });
    const second = await command(threadId, "run.start", { assistant_id: "chat", input: { what: "talk" } });
    const live = await early;
    const late = await eventsOf(served.url, threadId, { until: "completed", count: 2 });
    expect(late).toEqual(live);
    expect(live.every(({ seq }, index) => index === 0 || seq > (live[index - 1]?.seq ?? 0))).toBe(true);
    const ended = live.findIndex(
      ({ method, params }) => method === "lifecycle" && params.namespace.length === 0 && params.data.event === "completed",
    );
    // the log's end of the first run: nothing of the second is before it
    expect(second.meta.applied_through_seq).toBeGreaterThanOrEqual(live[ended]?.seq ?? 0);
    expect(second.meta.applied_through_seq).toBeLessThan(live[ended + 1]?.seq ?? 0);
    for (const index of [0, 5, Math.floor(live.length / 2), ended, live.length - 2]) {
      const count = index < ended ? 2 : 1;
      expect(await eventsOf(served.url, threadId, { until: "completed", count, since: live[index]?.seq })).toEqual(live.slice(index + 1));
    }
    const since = live[5]?.seq;
    const { result } = await firstAnswer(threadId, { channels: ["values", "lifecycle"], since });
    const wanted = live.slice(6).filter(({ method }) => method === "values" || method === "lifecycle");
    expect(result.replayed_events).toBe(wanted.length);
    expect((await firstAnswer(uuid7(), { channels: ["values"] })).result.replayed_events).toBe(0);
  });

  it("says that a run was cancelled which no worker had begun, on a thread that rests and behind another run", async () => {
    const { client } = served;
    const { thread_id: threadId } = await client.threads.create();
    const early = eventsOf(served.url, threadId, { until: "interrupted", count: 3, channels: ["lifecycle"] });
    const ids: string[] = [];
    for (let count = 0; count < 2; count++) {
      const { run_id } = await client.runs.create(threadId, "chat", { input: {}, afterSeconds: 3_600 });
      await client.runs.cancel(threadId, run_id);
      await client.runs.join(threadId, run_id);
      ids.push(run_id);
    }
    const slow = await command(threadId, "run.start", { assistant_id: "chat", input: { what: "held" } });
    await eventsOf(served.url, threadId, { until: "running", channels: ["lifecycle"] });
    const behind = await command(threadId, "run.start", { assistant_id: "chat", input: {} });
    await client.runs.cancel(threadId, behind.result.run_id);
    letGo(threadId);
    const live = await early;
    const runOf = ({ event_id: id }: { readonly event_id: string }) => id.split(":")[1];
    expect(live.map((event) => [runOf(event), event.params.data.event])).toEqual([
      ...ids.map((id) => [id, "interrupted"]),
      [slow.result.run_id, "running"],
      [slow.result.run_id, "completed"],
      [behind.result.run_id, "interrupted"],
    ]);
    expect(await eventsOf(served.url, threadId, { until: "interrupted", count: 3, channels: ["lifecycle"] })).toEqual(live);
    const since = live.at(-1)?.seq;
    await command(threadId, "run.start", { assistant_id: "chat", input: {} });
    expect(await eventsOf(served.url, threadId, { until: "running", since, channels: ["lifecycle"] })).toHaveLength(1);
  });

  it("refuses a wrong command with its place", async () => {
    const threadId = uuid7();
    expect(await command(threadId, "run.start", { input: {} })).toMatchObject({
      type: "error",
      error: "invalid_argument",
      message: expect.stringContaining("assistant_id"),
    });
    expect(await command(threadId, "run.start", { assistant_id: "nope", input: {} })).toMatchObject({
      type: "error",
      error: "invalid_argument",
      code: "ASSISTANT_NOT_FOUND",
    });
    expect(await command(threadId, "input.respond", { interrupt_id: "x", response: 1 })).toMatchObject({
      type: "error",
      error: "no_such_run",
    });
    expect(await command(threadId, "state.get", {})).toMatchObject({ type: "error", error: "no_such_run" });
  });
});

/** The data of the root's lifecycle event. */
async function waitFor(stream: ThreadStream, event: string): Promise<unknown> {
  const lifecycle = await stream.subscribe({ channels: ["lifecycle"] });
  for await (const { params } of lifecycle) {
    if (params.namespace.length === 0 && (params.data as { event: string }).event === event) return params.data;
  }
  throw new Error(`the stream ended without ${event}`);
}
