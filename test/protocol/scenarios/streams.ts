/** Server-sent events: every mode alone, mixed and with subgraphs, their form on the wire, and joining a run. */
import type { StreamMode } from "@langchain/langgraph-sdk";
import { drained, type Talk, tried } from "../record/talk.ts";
import { type Scenario, scenarios } from "./scenario.ts";

const unknown = "0198c2a4-0000-7000-8000-000000000099";
const modes: readonly StreamMode[] = [
  "values",
  "updates",
  "messages",
  "messages-tuple",
  "tasks",
  "checkpoints",
  "debug",
  "custom",
  "tools",
  "events",
];
const mixtures: readonly (readonly StreamMode[])[] = [
  ["values", "updates"],
  ["updates", "messages-tuple"],
  ["values", "messages-tuple", "updates"],
  ["messages", "messages-tuple"],
  ["updates", "custom"],
  ["tasks", "checkpoints"],
  ["debug", "messages", "values", "updates", "custom"],
  ["values", "events"],
  ["updates", "tools", "messages-tuple"],
];

interface Said {
  readonly graph?: string;
  readonly input?: Record<string, unknown>;
  readonly subgraphs?: boolean;
}

const play =
  (streamMode: readonly StreamMode[] | undefined, { graph = "desk", input = { what: "speak" }, subgraphs = false }: Said = {}) =>
  async (talk: Talk): Promise<void> =>
    drained(
      talk.client.runs.stream(await talk.thread(), graph, {
        input,
        ...(streamMode && { streamMode: [...streamMode] }),
        ...(subgraphs && { streamSubgraphs: true }),
      }),
    );

const nested: Said = { graph: "nested", input: { topic: "tea" } };

const byMode = scenarios("POST /threads/:thread_id/runs/stream", {
  "no mode": play(undefined),
  ...Object.fromEntries(
    modes.map((mode) => [`stream_mode: ${mode}`, play([mode], mode === "custom" ? { input: { what: "custom" } } : {})]),
  ),
  ...Object.fromEntries(mixtures.map((mixture) => [`stream_mode: ${mixture.join(" and ")}`, play(mixture)])),
  ...Object.fromEntries(modes.map((mode) => [`stream_mode: ${mode}, stream_subgraphs`, play([mode], { ...nested, subgraphs: true })])),
  "stream_mode: values and updates and messages-tuple, stream_subgraphs": play(["values", "updates", "messages-tuple"], {
    ...nested,
    subgraphs: true,
  }),
  "a subgraph without stream_subgraphs": play(["values", "updates", "messages-tuple"], nested),
  "messages of a tool": play(["messages-tuple", "updates", "tools"], {
    graph: "tools",
    input: { messages: [{ role: "user", content: "?", id: "q" }] },
  }),
  "tools alone": play(["tools"], { graph: "tools", input: { messages: [{ role: "user", content: "?", id: "q" }] } }),
});

const byEnd = scenarios("POST /threads/:thread_id/runs/stream", {
  "a question, values": play(["values"], { input: { what: "ask" } }),
  "a question, updates": play(["updates"], { input: { what: "ask" } }),
  "a question, tasks": play(["tasks"], { input: { what: "ask" } }),
  "a question, debug": play(["debug"], { input: { what: "ask" } }),
  "a question of a subgraph": play(["values", "updates"], { graph: "nested", input: { topic: "doubts" }, subgraphs: true }),
  "questions of a spread": play(["values", "updates"], { graph: "spread", input: { items: ["a?"] } }),
  "an answer": async (talk) => {
    const thread = await talk.ran("desk", { what: "ask" });
    await drained(talk.client.runs.stream(thread, "desk", { command: { resume: "yes" }, streamMode: ["values", "updates"] }));
  },
  "a jump": play(["updates"], { input: { what: "jump" } }),
  "a failure": play(["values", "updates"], { input: { what: "fail" } }),
  "a failure, tasks": play(["tasks"], { input: { what: "fail" } }),
  interrupt_before: async (talk) =>
    drained(
      talk.client.runs.stream(await talk.thread(), "desk", {
        input: { what: "count" },
        streamMode: ["values", "updates"],
        interruptBefore: ["count"],
      }),
    ),
  "a second turn": async (talk) =>
    drained(talk.client.runs.stream(await talk.ran("desk", {}), "desk", { input: { what: "count" }, streamMode: ["values"] })),
  "a run's metadata reaches its tokens": async (talk) =>
    drained(
      talk.client.runs.stream(await talk.thread(), "desk", {
        input: { what: "speak" },
        metadata: { turn: 1 },
        config: { tags: ["t"], configurable: { my_a: 1 } },
        streamMode: "messages-tuple",
      }),
    ),
  "busy thread": async (talk) => {
    const thread = await talk.thread();
    await talk.aside.runs.create(thread, "desk", { input: { what: "slow" } });
    await tried(drained(talk.client.runs.stream(thread, "desk", { input: {} })));
  },
  "unknown assistant": async (talk) => tried(drained(talk.client.runs.stream(await talk.thread(), "nope", { input: {} }))),
  "unknown thread": ({ client }) => tried(drained(client.runs.stream(unknown, "desk", { input: {} }))),
});

const joined = scenarios("GET /threads/:thread_id/runs/:run_id/stream", {
  "stream_resumable, Last-Event-ID: -1": async (talk) => {
    const [thread, run] = await resumable(talk);
    await drained(talk.client.runs.joinStream(thread, run, { lastEventId: "-1" }));
  },
  "stream_resumable, Last-Event-ID: 1": async (talk) => {
    const [thread, run] = await resumable(talk);
    await drained(talk.client.runs.joinStream(thread, run, { lastEventId: "1" }));
  },
  "while it runs": async (talk) => {
    const thread = await talk.thread();
    const { run_id } = await talk.aside.runs.create(thread, "desk", {
      input: { what: "slow", amount: 40 },
      streamMode: ["values"],
      streamResumable: true,
    });
    await drained(talk.client.runs.joinStream(thread, run_id, { lastEventId: "-1" }));
  },
  unknown: async (talk) => tried(drained(talk.client.runs.joinStream(await talk.thread(), unknown))),
});

/** A run that has ended and whose events were kept. */
async function resumable(talk: Talk): Promise<[thread: string, run: string]> {
  const thread = await talk.thread();
  const { run_id } = await talk.aside.runs.create(thread, "desk", {
    input: { what: "count" },
    streamMode: ["updates"],
    streamResumable: true,
  });
  await talk.untilRun(thread, run_id, "success");
  return [thread, run_id];
}

export const streams: readonly Scenario[] = [...byMode, ...byEnd, ...joined];
