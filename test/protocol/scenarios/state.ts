/** The state of a thread, now and earlier, its edits and its history. */
import { type Talk, tried } from "../record/talk.ts";
import { type Scenario, scenarios } from "./scenario.ts";

const unknown = "0198c2a4-0000-7000-8000-000000000099";

const read = [
  ...scenarios("GET /threads/:thread_id/state", {
    "an empty thread": async (talk) => talk.client.threads.getState(await talk.thread()),
    "after a run": async (talk) => talk.client.threads.getState(await talk.ran("desk", { what: "count" })),
    "run metadata in a checkpoint's metadata": async (talk) => {
      const thread = await talk.thread();
      await talk.aside.runs.wait(thread, "desk", { input: {}, metadata: { turn: 1 } });
      await talk.client.threads.getState(thread);
    },
    "with an open question": async (talk) => talk.client.threads.getState(await talk.ran("desk", { what: "ask" })),
    "after a failure": async (talk) => talk.client.threads.getState(await talk.ran("desk", { what: "fail" })),
    "stopped before a node": async (talk) =>
      talk.client.threads.getState(await talk.ran("desk", { what: "count" }, { interruptBefore: ["count"] })),
    "tasks of a spread": async (talk) => talk.client.threads.getState(await talk.ran("spread", { items: ["a", "b?", "c?"] })),
    "without subgraphs": async (talk) => talk.client.threads.getState(await talk.ran("nested", { topic: "doubts" })),
    "subgraphs: true": async (talk) => {
      const thread = await talk.ran("nested", { topic: "doubts" });
      await talk.client.threads.getState(thread, undefined, { subgraphs: true });
    },
    "unknown thread": ({ client }) => tried(client.threads.getState(unknown)),
  }),
  ...scenarios("GET /threads/:thread_id/state/:checkpoint_id", {
    earlier: async (talk) => {
      const thread = await talk.ran("desk", { what: "count" });
      await talk.client.threads.getState(thread, await checkpointOf(talk, thread, 1));
    },
    unknown: async (talk) => tried(talk.client.threads.getState(await talk.ran("desk", {}), unknown)),
    "no UUID": async (talk) => talk.http(`GET /threads/${await talk.ran("desk", {})}/state/first`),
  }),
  ...scenarios("POST /threads/:thread_id/state/checkpoint", {
    earlier: async (talk) => {
      const thread = await talk.ran("desk", { what: "count" });
      const [, second] = await talk.aside.threads.getHistory(thread);
      if (second) await talk.client.threads.getState(thread, second.checkpoint);
    },
    "inside a subgraph": async (talk) => {
      const thread = await talk.ran("nested", { topic: "doubts" });
      const { tasks } = await talk.aside.threads.getState(thread);
      const [task] = tasks;
      if (task?.checkpoint) await talk.http(`POST /threads/${thread}/state/checkpoint`, { body: { checkpoint: task.checkpoint } });
    },
  }),
];

const update = scenarios("POST /threads/:thread_id/state", {
  values: async (talk) => edited(talk, await talk.ran("desk", { what: "count" }), { values: { log: ["edited"] } }),
  as_node: async (talk) => edited(talk, await talk.ran("desk", { what: "count" }), { values: { amount: 1 }, asNode: "count" }),
  "an edit while it waits before a node": async (talk) =>
    edited(talk, await talk.ran("desk", { what: "count" }, { interruptBefore: ["count"] }), { values: { amount: 2 } }),
  "an edit, then a run with input null": async (talk) => {
    const thread = await talk.ran("desk", { what: "count" }, { interruptBefore: ["count"] });
    await talk.client.threads.updateState(thread, { values: { amount: 2 } });
    await talk.client.runs.wait(thread, "desk", { input: null });
    await talk.client.threads.getState(thread);
  },
  checkpoint: async (talk) => {
    const thread = await talk.ran("desk", { what: "count" });
    const [, , third] = await talk.aside.threads.getHistory(thread);
    if (third) await edited(talk, thread, { values: { amount: 9 }, checkpoint: third.checkpoint });
  },
  "values null as __copy__": async (talk) => {
    const thread = await talk.ran("desk", { what: "count" });
    const [, second] = await talk.aside.threads.getHistory(thread);
    if (second) await edited(talk, thread, { values: null, asNode: "__copy__", checkpoint: second.checkpoint });
  },
  "a removed message": async (talk) =>
    edited(talk, await talk.ran("desk", {}), { values: { messages: [{ type: "remove", id: "hello-0" }] } }),
  "a message is added": async (talk) =>
    edited(talk, await talk.ran("desk", {}), { values: { messages: [{ role: "user", content: "hi", id: "m" }] } }),
  "unknown node": async (talk) => tried(talk.client.threads.updateState(await talk.ran("desk", {}), { values: {}, asNode: "nope" })),
  "no graph yet": async (talk) => tried(talk.client.threads.updateState(await talk.thread(), { values: { log: ["x"] } })),
  "a graph, but no run yet": async (talk) => edited(talk, await talk.thread("desk"), { values: { log: ["x"] } }),
  "while a run is pending": async (talk) => {
    const thread = await talk.thread();
    await talk.aside.runs.create(thread, "desk", { input: { what: "slow" } });
    await tried(talk.client.threads.updateState(thread, { values: { log: ["x"] } }));
  },
  "unknown thread": ({ client }) => tried(client.threads.updateState(unknown, { values: {} })),
  "invalid values": async (talk) => talk.http(`POST /threads/${await talk.thread()}/state`, { body: { values: "text" } }),
});

const history = [
  ...scenarios("POST /threads/:thread_id/history", {
    all: async (talk) => talk.client.threads.getHistory(await talk.ran("desk", { what: "count" })),
    limit: async (talk) => talk.client.threads.getHistory(await talk.ran("desk", { what: "count" }), { limit: 2 }),
    before: async (talk) => {
      const thread = await talk.ran("desk", { what: "count" });
      const configurable = { checkpoint_id: await checkpointOf(talk, thread, 1) };
      await talk.http(`POST /threads/${thread}/history`, { body: { before: configurable.checkpoint_id } });
      await tried(talk.client.threads.getHistory(thread, { before: { configurable } as never }));
    },
    metadata: async (talk) => {
      const thread = await talk.ran("desk", { what: "count" });
      await talk.client.threads.getHistory(thread, { metadata: { source: "input" } });
      await talk.client.threads.getHistory(thread, { metadata: { step: 1 } });
    },
    "metadata of a run": async (talk) => {
      const thread = await talk.thread();
      for (const turn of [1, 2]) await talk.aside.runs.wait(thread, "desk", { input: {}, metadata: { turn } });
      await talk.client.threads.getHistory(thread, { metadata: { turn: 2 } });
    },
    "of a subgraph": async (talk) => {
      const thread = await talk.ran("nested", { topic: "doubts" });
      const { tasks } = await talk.aside.threads.getState(thread);
      const [task] = tasks;
      if (task?.checkpoint)
        await talk.http(`POST /threads/${thread}/history`, { body: { checkpoint: { checkpoint_ns: task.checkpoint.checkpoint_ns } } });
    },
    "two turns": async (talk) => {
      const thread = await talk.ran("desk", {});
      await talk.aside.runs.wait(thread, "desk", { input: { what: "count" } });
      await talk.client.threads.getHistory(thread);
    },
    "an empty thread": async (talk) => talk.client.threads.getHistory(await talk.thread()),
    "unknown thread": ({ client }) => tried(client.threads.getHistory(unknown)),
  }),
  ...scenarios("GET /threads/:thread_id/history", {
    limit: async (talk) => talk.http(`GET /threads/${await talk.ran("desk", { what: "count" })}/history?limit=2`),
    before: async (talk) => {
      const thread = await talk.ran("desk", { what: "count" });
      await talk.http(`GET /threads/${thread}/history?before=${await checkpointOf(talk, thread, 1)}`);
    },
  }),
];

/** The id of the thread's checkpoint that is so many steps before its last. */
async function checkpointOf({ aside }: Talk, thread: string, before: number): Promise<string> {
  const states = await aside.threads.getHistory(thread);
  return states[before]?.checkpoint.checkpoint_id ?? "";
}

async function edited({ client }: Talk, thread: string, edit: Parameters<typeof client.threads.updateState>[1]): Promise<void> {
  await client.threads.updateState(thread, edit);
  await client.threads.getState(thread);
  await client.threads.getHistory(thread);
}

export const state: readonly Scenario[] = [...read, ...update, ...history];
