/** WebSockets: each upgrade passes what a request passes, and the server's end is theirs. The events are given by hand. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import pino from "pino";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { SignalboxError } from "../../../language/issues/errors.ts";
import type { ProtocolEvent } from "../../../runtime/protocol-v2/protocol-event.ts";
import { type AppOptions, createApp } from "../../../server/app.ts";
import { acceptUpgrades } from "../../../server/connections/upgrades.ts";
import { type Listening, listen } from "../../../server/listen.ts";
import { versions } from "../serve.ts";

const thread = "0198c2a4-0000-7000-8000-000000000001";
const path = `/threads/${thread}/stream/events`;

const eventOf = (seq: number): ProtocolEvent => ({
  ...{ type: "event", event_id: String(seq), seq, method: "values" },
  params: { namespace: [], timestamp: 0, data: { seq } },
});

/** Three events, and then silence until the reader goes. */
async function* threeEvents(_thread: string, _filter: unknown, signal: AbortSignal): AsyncGenerator<ProtocolEvent> {
  for (const seq of [1, 2, 3]) yield eventOf(seq);
  await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
}

const v2 = {
  appliedThrough: async () => 7,
  events: threeEvents,
  kept: async () => 3,
  start: async () => "run-1",
  respond: async () => {
    throw new SignalboxError("ALREADY_DECIDED", "Interrupt q is decided: Ann approved it", { interrupt: "q" });
  },
  state: async () => ({ values: { n: 1 } }),
};
const runtime = (as: () => unknown = () => ({ v2 })) =>
  ({ as, troubles: () => [], failures: async () => ({}) }) as unknown as AppOptions["runtime"];

const lines: string[] = [];
const logger = pino({}, { write: (line: string) => lines.push(JSON.parse(line).msg) });

let server: Listening;
beforeAll(async () => {
  server = await listen(createApp({ runtime: runtime(), versions, logger, bodyLimit: "1kb" }), 0);
});
afterAll(() => server.close(0));

type Options = { at?: string; protocols?: string[]; headers?: Record<string, string>; port?: number };

function connect({ at = path, protocols = [], headers = {}, port = server.port }: Options = {}): WebSocket {
  return new WebSocket(`ws://127.0.0.1:${port}${at}`, protocols, { headers });
}

const closeOf = (socket: WebSocket): Promise<[code: number, reason: string]> =>
  new Promise((resolve, reject) => {
    socket.on("close", (code, reason) => resolve([code, String(reason)]));
    socket.on("error", reject);
  });

async function opened(options?: Options): Promise<WebSocket> {
  const socket = connect(options);
  await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
  return socket;
}

/** What the server sends until there are so many messages. */
async function talk(socket: WebSocket, sent: readonly unknown[], count: number): Promise<Record<string, unknown>[]> {
  const received: Record<string, unknown>[] = [];
  const enough = new Promise<void>((resolve) => {
    socket.on("message", (data) => {
      if (received.push(JSON.parse(String(data))) >= count) resolve();
    });
  });
  for (const message of sent) socket.send(typeof message === "string" ? message : JSON.stringify(message));
  await enough;
  return received;
}

describe("an upgrade", () => {
  it.each<[string, Options, number]>([
    ["a foreign host", { headers: { Host: "evil.example" } }, 4_403],
    ["a foreign page", { headers: { Origin: "https://evil.example" } }, 4_403],
    ["a thread that is no UUID", { at: "/threads/nope/stream/events" }, 4_400],
    ["a credential in the query", { at: `${path}?api_key=secret` }, 4_400],
    ["a route that takes no WebSocket", { at: `/threads/${thread}/state` }, 4_404],
    ["a route that is open to everybody", { at: "/ok" }, 4_404],
    ["no route", { at: "/nope" }, 4_404],
  ])("is accepted and closed for %s", async (_what, options, code) => {
    expect(await closeOf(connect(options))).toEqual([code, expect.stringMatching(/\w/)]);
  });

  it("is refused where its sender may not read", async () => {
    const refusing = () => {
      throw new SignalboxError("NOT_ALLOWED_TO_DECIDE", "You may not");
    };
    const other = await listen(createApp({ runtime: runtime(refusing), versions }), 0);
    expect(await closeOf(connect({ port: other.port }))).toEqual([4_403, "You may not"]);
    await other.close(0);
  });

  it("has its line in the log, accepted or refused", async () => {
    lines.length = 0;
    (await opened()).close();
    await closeOf(connect({ headers: { Origin: "https://evil.example" } }));
    expect(lines).toEqual([`GET ${path} 101`, `GET ${path} 403`]);
  });

  it("names no credential among the protocols that it answers", async () => {
    const socket = await opened({ protocols: ["signalbox.bearer.secret", "signalbox"] });
    expect(socket.protocol).toBe("signalbox");
    socket.close();
  });

  it("is what GET of the path is for", async () => {
    const answer = await fetch(`${server.url}${path}`);
    expect([answer.status, await answer.text()]).toEqual([426, expect.stringContaining("is a WebSocket")]);
  });

  it("reaches an app that is mounted in another one", async () => {
    const host = express();
    host.use("/agents", createApp({ runtime: runtime(), versions }));
    const own = createServer(host);
    acceptUpgrades(own, host);
    await new Promise<void>((resolve) => own.listen(0, "127.0.0.1", resolve));
    const { port } = own.address() as AddressInfo;
    const socket = await opened({ at: `/agents${path}`, port });
    const [answer] = await talk(socket, [{ id: 1, method: "state.get", params: { namespace: [] } }], 1);
    expect(answer).toMatchObject({ type: "success", result: { values: { n: 1 } } });
    expect(await closeOf(connect({ at: "/elsewhere", port }))).toEqual([4_404, expect.any(String)]);
    socket.terminate();
    own.close();
  });
});

describe("a WebSocket", () => {
  const subscribe = { id: 1, method: "subscription.subscribe", params: { channels: ["values"] } };

  it("gets the answer to its subscription before what is replayed", async () => {
    const socket = await opened();
    const received = await talk(socket, [subscribe], 4);
    expect(received.map(({ type, seq }) => [type, seq])).toEqual([["success", undefined], ...[1, 2, 3].map((seq) => ["event", seq])]);
    expect(received[0]).toMatchObject({
      id: 1,
      result: { subscription_id: expect.any(String), replayed_events: 3 },
      meta: { thread_id: thread, applied_through_seq: 7 },
    });
    const { subscription_id } = (received[0]?.result ?? {}) as { subscription_id: string };
    const unsubscribe = { id: 2, method: "subscription.unsubscribe", params: { subscription_id } };
    const answers = await talk(socket, [unsubscribe, { ...unsubscribe, id: 3 }], 2);
    expect(answers).toMatchObject([
      { id: 2, type: "success" },
      { id: 3, type: "error", error: "no_such_subscription" },
    ]);
    socket.close();
  });

  it.each<[string, unknown, object]>([
    ["text that is no JSON", "{", { id: null, error: "invalid_argument" }],
    ["no command", { id: "one" }, { id: null, error: "invalid_argument" }],
    ["a forged object", '{"id":1,"method":"run.start","params":{"input":{"__proto__":{}}}}', { id: null, error: "invalid_argument" }],
    ["an unknown command", { id: 1, method: "toString" }, { id: 1, error: "unknown_command" }],
    ["a command that is only typed", { id: 1, method: "state.fork" }, { id: 1, error: "not_supported" }],
    [
      "an unknown channel",
      { id: 1, method: "subscription.subscribe", params: { channels: ["nope"] } },
      { id: 1, error: "invalid_argument" },
    ],
    ["an unknown field", { id: 1, method: "run.start", params: { assistant_id: "a", inputs: 1 } }, { id: 1, error: "invalid_argument" }],
    [
      "a question that is decided",
      { id: 1, method: "input.respond", params: { interrupt_id: "q", response: 1 } },
      { id: 1, error: "no_such_interrupt", code: "ALREADY_DECIDED" },
    ],
  ])("answers %s", async (_what, message, expected) => {
    const socket = await opened();
    expect(await talk(socket, [message], 1)).toMatchObject([{ type: "error", ...expected, message: expect.stringMatching(/\w/) }]);
    socket.close();
  });

  it("has a limit of subscriptions, and of a message's size", async () => {
    const socket = await opened();
    const answers: Record<string, unknown>[] = [];
    for (let id = 1; id <= 65; id++) {
      const answered = new Promise<void>((resolve) => {
        const read = (data: unknown) => {
          const message = JSON.parse(String(data));
          if (message.id !== id) return;
          answers.push(message);
          socket.off("message", read);
          resolve();
        };
        socket.on("message", read);
      });
      socket.send(JSON.stringify({ ...subscribe, id }));
      await answered;
    }
    expect(new Set(answers.slice(0, 64).map(({ type }) => type))).toEqual(new Set(["success"]));
    expect(answers[64]).toMatchObject({ error: "invalid_argument", message: expect.stringContaining("64 subscriptions") });
    const closed = closeOf(socket);
    socket.send(JSON.stringify({ id: 1, method: "x".repeat(2_000) }));
    expect((await closed)[0]).toBe(1_009);
  });
});

describe("over HTTP", () => {
  const command = async (body: unknown) => {
    const answer = await fetch(`${server.url}/threads/${thread}/commands`, { method: "POST", body: JSON.stringify(body) });
    return [answer.status, await answer.json()];
  };

  it.each([
    [
      { id: 1, method: "run.start", params: { assistant_id: "a", input: {} } },
      { type: "success", id: 1, result: { run_id: "run-1" } },
    ],
    [
      { id: 2, method: "nope" },
      { type: "error", id: 2, error: "unknown_command" },
    ],
    [
      { id: 3, method: "subscription.subscribe", params: { channels: ["values"] } },
      { type: "error", id: 3, error: "not_supported" },
    ],
    [{ method: "run.start" }, { type: "error", id: null, error: "invalid_argument" }],
  ])("a command is always answered with 200: %j", async (body, expected) => {
    expect(await command(body)).toMatchObject([200, expected]);
  });

  it("a stream has each event with its id and method", async () => {
    const abort = new AbortController();
    const answer = await fetch(`${server.url}${path}`, {
      method: "POST",
      body: JSON.stringify({ channels: ["values"] }),
      signal: abort.signal,
    });
    const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    while (!text.includes("id: 3\n\n")) text += (await reader?.read())?.value;
    expect(text).toBe([1, 2, 3].map((seq) => `event: values\ndata: ${JSON.stringify(eventOf(seq))}\nid: ${seq}\n\n`).join(""));
    abort.abort();
  });

  it("a filter is strict", async () => {
    const answer = await fetch(`${server.url}${path}`, { method: "POST", body: JSON.stringify({ channels: ["values"], chanels: [] }) });
    expect(answer.status).toBe(400);
  });
});

class TextSoFar {
  text = "";
  readonly #reader: ReadableStreamDefaultReader<string>;
  constructor(body: ReadableStream) {
    this.#reader = body.pipeThrough(new TextDecoderStream()).getReader();
  }
  /** Or to its end. */
  async readTo(wanted: string): Promise<void> {
    while (!this.text.includes(wanted)) {
      const { done, value } = await this.#reader.read();
      if (done) return;
      this.text += value;
    }
  }
}

describe("a server that stops", () => {
  it("ends 50 streams between two events and closes 50 WebSockets, well within its grace, and is not ready meanwhile", async () => {
    const stopping = await listen(createApp({ runtime: runtime(), versions }), 0);
    const { port, url } = stopping;
    const sockets = await Promise.all(Array.from({ length: 50 }, () => opened({ port })));
    const codes = Promise.all(sockets.map(async (socket) => (await closeOf(socket))[0]));
    const body = JSON.stringify({ channels: ["values"] });
    const answers = await Promise.all(Array.from({ length: 50 }, () => fetch(`${url}${path}`, { method: "POST", body })));
    const streams = answers.map(({ body }) => new TextSoFar(body as ReadableStream));
    await Promise.all(streams.map((stream) => stream.readTo("id: 3\n\n")));
    const began = performance.now();
    const closed = stopping.close(60_000);
    expect(await codes).toEqual(Array(50).fill(1_012));
    await Promise.all(streams.map((stream) => stream.readTo("nothing more")));
    for (const { text } of streams) expect(text).toMatch(/id: 3\n\n$/);
    await closed;
    expect(performance.now() - began).toBeLessThan(30_000);
  });

  it("cuts a WebSocket that does not answer its close", async () => {
    const stopping = await listen(createApp({ runtime: runtime(), versions }), 0);
    const socket = await opened({ port: stopping.port });
    socket.pause();
    await stopping.close(300);
    socket.terminate();
  });
});
