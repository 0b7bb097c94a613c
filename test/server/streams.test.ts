/** Server-sent events over HTTP: their order and ids, and how a client reconnects. */
import { Client } from "@langchain/langgraph-sdk";
import { afterAll, beforeAll, expect, it } from "vitest";
import { describeOnBoth } from "../support/databases.ts";
import { jsonOf, type Served, serveGraphs } from "./serve-graphs.ts";

interface Part {
  readonly id?: string | undefined;
  readonly event: string;
  readonly data: unknown;
}

const greet = { input: { what: "greet" } };

async function collect(parts: AsyncIterable<Part>): Promise<Part[]> {
  const collected: Part[] = [];
  for await (const { id, event, data } of parts) collected.push({ id, event, data });
  return collected;
}

/** The same response, but its connection breaks after `text`. */
function brokenAfter(answer: Response, text: string): Response {
  let seen = "";
  const cut = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      seen += new TextDecoder().decode(chunk);
      const end = seen.indexOf(text);
      controller.enqueue(end < 0 ? chunk : chunk.subarray(0, chunk.length - (seen.length - end - text.length)));
      if (end >= 0) controller.error(new TypeError("terminated"));
    },
  });
  return new Response(answer.body?.pipeThrough(cut), answer);
}

describeOnBoth("streams", (open) => {
  let served: Served;
  beforeAll(async () => {
    served = await serveGraphs(await open());
  });
  afterAll(() => served.close());
  const newThread = async () => (await served.client.threads.create()).thread_id;

  it("start with the run's metadata and number their events from 0", async () => {
    const thread = await newThread();
    const created: string[] = [];
    const parts = await collect(
      served.client.runs.stream(thread, "raw", {
        ...greet,
        streamMode: ["values", "updates"],
        onRunCreated: ({ run_id }) => created.push(run_id),
      }),
    );
    expect(parts.map(({ id, event }) => [id, event])).toEqual([
      ["0", "metadata"],
      ["1", "values"],
      ["2", "updates"],
      ["3", "values"],
    ]);
    expect(parts[0]?.data).toEqual({ run_id: created[0], attempt: 1 });
    expect(parts[2]?.data).toMatchObject({ greet: { log: ["greet greet"] } });
    expect(parts[3]?.data).toMatchObject({ log: ["greet greet"], messages: [{ type: "ai", content: "hello" }] });
  });

  it("have event, data and id on their lines in this order", async () => {
    const answer = await fetch(`${served.url}/threads/${await newThread()}/runs/stream`, {
      method: "POST",
      body: JSON.stringify({ assistant_id: "raw", ...greet, stream_mode: "updates" }),
    });
    expect(answer.headers.get("Content-Type")).toBe("text/event-stream; charset=utf-8");
    expect((await answer.text()).replaceAll(/data: .*/g, "data: …")).toBe(
      "event: metadata\ndata: …\nid: 0\n\nevent: updates\ndata: …\nid: 1\n\n",
    );
  });

  it("contain messages with their metadata", async () => {
    const parts = await collect(served.client.runs.stream(await newThread(), "raw", { ...greet, streamMode: "messages-tuple" }));
    expect(parts.map(({ event }) => event)).toEqual(["metadata", "messages"]);
    expect(parts[1]?.data).toEqual([
      expect.objectContaining({ type: "ai", id: "hello-0" }),
      expect.objectContaining({ langgraph_node: "greet" }),
    ]);
  });

  it("end with an error event when the run fails", async () => {
    const parts = await collect(served.client.runs.stream(await newThread(), "raw", { input: { what: "fail" }, streamMode: "updates" }));
    expect(parts.at(-1)).toMatchObject({ event: "error", data: { error: "TypeError", message: "this node fails" } });
  });

  it("end with the interrupt when the run stops at a question", async () => {
    const parts = await collect(served.client.runs.stream(await newThread(), "raw", { input: { what: "ask" }, streamMode: "updates" }));
    expect(parts.at(-1)).toMatchObject({ event: "updates", data: { __interrupt__: [{ value: { question: "Shall I?" } }] } });
  });

  it("can be joined while the run continues", async () => {
    const thread = await newThread();
    const { run_id } = await served.client.runs.create(thread, "raw", {
      input: { what: "slow" },
      streamMode: "updates",
      streamResumable: true,
    });
    const events: string[] = [];
    for await (const { event } of served.client.runs.joinStream(thread, run_id, { lastEventId: "-1" })) {
      events.push(event);
      if (event === "updates") await served.client.runs.cancel(thread, run_id, true);
    }
    expect(events.slice(0, 2)).toEqual(["metadata", "updates"]);
  });

  const all = ["values", "updates", "tasks", "messages", "messages-tuple", "custom"] as const;
  /** A run that has ended, with events of several modes. */
  const ended = async (streamMode: readonly (typeof all)[number][] = all) => {
    const thread = await newThread();
    const { run_id } = await served.client.runs.create(thread, "raw", { ...greet, streamMode: [...streamMode], streamSubgraphs: true });
    await served.client.runs.join(thread, run_id);
    return { thread, run_id, path: `${served.url}/threads/${thread}/runs/${run_id}/stream` };
  };
  const namesIn = (text: string) => [...new Set([...text.matchAll(/^event: (.*)$/gm)].map(([, name = ""]) => name.split("|")[0]))];

  it.each([
    ["stream_mode=updates", ["metadata", "updates"]],
    ["stream_mode=updates&stream_mode=values", ["metadata", "values", "updates"]],
    ["stream_mode=updates,values", ["metadata", "values", "updates"]],
    ['stream_mode=["updates","values"]', ["metadata", "values", "updates"]],
    ["stream_mode=messages", ["metadata", "messages/complete"]],
    ["stream_mode=messages-tuple", ["metadata", "messages"]],
    ["stream_mode=custom", ["metadata"]],
    ["cancel_on_disconnect=0&stream_mode=tasks", ["metadata", "tasks"]],
  ])("give a reader the modes that it names: %s", async (query, expected) => {
    const { path, run_id } = await ended();
    const [named, whole, withoutThread] = await Promise.all(
      [`${path}?${query}`, path, `${served.url}/runs/${run_id}/stream?${query}`].map(async (url) => (await fetch(url)).text()),
    );
    expect(namesIn(named ?? "")).toEqual(expected);
    expect(withoutThread).toBe(named);
    // the same events under the same ids: a reader may come back with or without modes
    expect(named?.split("\n\n").filter((event) => !whole?.includes(event))).toEqual([]);
  });

  it.each([
    ["stream_mode=nonsense", "stream_mode"],
    ["stream_mode=", "stream_mode"],
    ["stream_mode=[updates", "stream_mode"],
    ['stream_mode=["updates",7]', "stream_mode"],
  ])("refuse a mode that does not exist: %s", async (query, field) => {
    const answer = await fetch(`${(await ended()).path}?${query}`);
    expect(answer.status).toBe(400);
    expect((await jsonOf(answer)).error.issues[0].path[0]).toBe(field);
  });

  it("refuse a mode that the run does not stream, and say which it does", async () => {
    const { path, run_id } = await ended(["values", "updates"]);
    const answer = await fetch(`${path}?stream_mode=values,messages-tuple`);
    expect([answer.status, await answer.text()]).toEqual([
      400,
      `Run ${run_id} was started with stream_mode values, updates: it streams no messages-tuple`,
    ]);
    expect((await fetch(`${path.replace(run_id, "0198c2a4-0000-7000-8000-000000000099")}?stream_mode=values`)).status).toBe(404);
  });

  it("give each of several readers of one run its own modes, live and over a break, with nothing missing or twice", async () => {
    const thread = await newThread();
    const { run_id } = await served.client.runs.create(thread, "raw", {
      input: { what: "slow" },
      streamMode: ["values", "updates", "tasks"],
    });
    const read = async (streamMode: ("values" | "updates" | "tasks")[], lastEventId = "-1", most = Number.POSITIVE_INFINITY) => {
      const parts: Part[] = [];
      for await (const { id, event, data } of served.client.runs.joinStream(thread, run_id, { lastEventId, streamMode })) {
        if (parts.push({ id, event, data }) >= most) break;
      }
      return parts;
    };
    const broken = read(["updates", "values"], "-1", 3).then(async (before) => [
      ...before,
      ...(await read(["updates", "values"], before.at(-1)?.id)),
    ]);
    const readers = [read(["updates"]), read(["tasks"]), read(["values", "updates", "tasks"]), broken];
    await new Promise((resolve) => setTimeout(resolve, 300));
    await served.client.runs.cancel(thread, run_id, true);
    const [updates = [], tasks = [], whole = [], rejoined = []] = await Promise.all(readers);
    const only = (...names: string[]) => whole.filter(({ event }) => ["metadata", "error", ...names].includes(event));
    expect({ updates, tasks, rejoined }).toEqual({ updates: only("updates"), tasks: only("tasks"), rejoined: only("values", "updates") });
    expect(whole.map(({ id }) => Number(id))).toEqual(whole.map((_, index) => index));
  });

  it("are resumed by the client where its connection broke", async () => {
    const asked: string[] = [];
    const cutting: typeof fetch = async (input, init) => {
      asked.push(`${init?.method ?? "GET"} ${init?.headers && new Headers(init.headers).get("Last-Event-ID")}`);
      const answer = await fetch(input, init);
      return asked.length === 1 ? brokenAfter(answer, "id: 1\n\n") : answer;
    };
    const client = new Client({ apiUrl: served.url, apiKey: null, callerOptions: { fetch: cutting } });
    const parts = await collect(client.runs.stream(await newThread(), "raw", { ...greet, streamMode: ["values", "updates"] }));
    expect(parts.map(({ id, event }) => [id, event])).toEqual([
      ["0", "metadata"],
      ["1", "values"],
      ["2", "updates"],
      ["3", "values"],
    ]);
    expect(asked[1]).toMatch(/^GET/);
  });

  it("continue after the last event that the client received", async () => {
    const thread = await newThread();
    const { run_id } = await served.client.runs.create(thread, "raw", {
      ...greet,
      streamMode: ["values", "updates"],
      streamResumable: true,
    });
    await served.client.runs.join(thread, run_id);
    const all = await collect(served.client.runs.joinStream(thread, run_id, { lastEventId: "-1" }));
    expect(all.map(({ id }) => id)).toEqual(["0", "1", "2", "3"]);
    for (const [at, { id }] of all.entries()) {
      expect(await collect(served.client.runs.joinStream(thread, run_id, { lastEventId: id as string }))).toEqual(all.slice(at + 1));
    }
  });
});
