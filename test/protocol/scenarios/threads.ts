/** Threads: create, find, change, copy, delete. */
import { type Talk, tried } from "../record/talk.ts";
import { type Scenario, scenarios } from "./scenario.ts";

const unknown = "0198c2a4-0000-7000-8000-000000000099";
const named = (letter: string) => `0198c2a4-${letter.repeat(4)}-7000-8000-000000000001`;

const create = scenarios("POST /threads", {
  empty: ({ client }) => client.threads.create(),
  metadata: ({ client, tag }) => client.threads.create({ metadata: { tag, nested: { a: [1, null] } } }),
  graph_id: ({ client, tag }) => client.threads.create({ metadata: { tag }, graphId: "desk" }),
  "thread_id, if_exists: raise": async ({ client }) => {
    await client.threads.create({ threadId: named("a"), ifExists: "raise" });
    await tried(client.threads.create({ threadId: named("a"), ifExists: "raise" }));
  },
  "if_exists: do_nothing": async ({ client, tag }) => {
    await client.threads.create({ threadId: named("b"), metadata: { tag } });
    await client.threads.create({ threadId: named("b"), metadata: { more: 1 }, ifExists: "do_nothing" });
  },
  "thread_id that is no UUID": ({ http }) => http("POST /threads", { body: { thread_id: "mine" } }),
  "invalid metadata": ({ http }) => http("POST /threads", { body: { metadata: "text" } }),
  supersteps: async ({ client, tag }) => {
    const { thread_id } = await client.threads.create({
      metadata: { tag },
      graphId: "desk",
      supersteps: [
        { updates: [{ values: { what: "greet" }, asNode: "__input__" }] },
        { updates: [{ values: { log: ["first"] }, asNode: "greet" }] },
        { updates: [{ values: { log: ["second"] }, asNode: "count" }] },
      ],
    });
    await client.threads.getState(thread_id);
    await client.threads.getHistory(thread_id);
  },
  "supersteps with a command": async ({ client, tag }) => {
    const { thread_id } = await client.threads.create({
      metadata: { tag },
      graphId: "desk",
      supersteps: [
        { updates: [{ values: { what: "ask" }, asNode: "__input__" }] },
        { updates: [{ values: null, command: { update: { log: ["by command"] } }, asNode: "greet" }] },
      ],
    });
    await client.threads.getState(thread_id);
  },
  "supersteps without a graph": ({ client }) =>
    tried(client.threads.create({ supersteps: [{ updates: [{ values: { log: ["x"] }, asNode: "greet" }] }] })),
});

const search = scenarios("POST /threads/search", {
  metadata: async (talk) => {
    await talk.thread();
    await talk.client.threads.search({ metadata: { tag: talk.tag } });
  },
  "a whole thread after a run": async (talk) => {
    await talk.ran("desk", { what: "count" });
    await talk.client.threads.search({ metadata: { tag: talk.tag } });
  },
  "nothing found": ({ client, tag }) => client.threads.search({ metadata: { tag } }),
  ids: async (talk) => {
    const [first, , third] = [await talk.thread(), await talk.thread(), await talk.thread()];
    await talk.client.threads.search({ ids: [first, third], sortBy: "created_at", sortOrder: "asc" });
  },
  status: async (talk) => {
    await talk.thread();
    await talk.ran("desk", { what: "ask" });
    await talk.client.threads.search({ metadata: { tag: talk.tag }, status: "interrupted" });
    await talk.client.threads.search({ metadata: { tag: talk.tag }, status: "idle" });
  },
  values: async (talk) => {
    await talk.ran("desk", { what: "greet", amount: 4 });
    await talk.ran("desk", { what: "greet", amount: 5 });
    await talk.client.threads.search({ metadata: { tag: talk.tag }, values: { amount: 5 } });
  },
  "limit and offset": async (talk) => {
    for (const _ of [1, 2, 3]) await talk.thread();
    const query = { metadata: { tag: talk.tag }, sortBy: "created_at", sortOrder: "asc", limit: 2 } as const;
    await talk.client.threads.search(query);
    await talk.client.threads.search({ ...query, offset: 2 });
  },
  "sort_by: created_at, desc": async (talk) => {
    for (const _ of [1, 2, 3]) await talk.thread();
    await talk.client.threads.search({ metadata: { tag: talk.tag }, sortBy: "created_at", sortOrder: "desc" });
  },
  "sort_by: thread_id": async (talk) => {
    for (const letter of ["c", "e", "d"]) await talk.aside.threads.create({ threadId: named(letter), metadata: { tag: talk.tag } });
    await talk.client.threads.search({ metadata: { tag: talk.tag }, sortBy: "thread_id", sortOrder: "asc" });
  },
  "sort_by: status": async (talk) => {
    await talk.ran("desk", { what: "ask" });
    await talk.thread();
    await talk.client.threads.search({ metadata: { tag: talk.tag }, sortBy: "status", sortOrder: "asc", select: ["status"] });
  },
  select: async (talk) => {
    await talk.ran("desk", {});
    await talk.client.threads.search({ metadata: { tag: talk.tag }, select: ["thread_id", "status", "values"] });
  },
  "limit out of range": ({ http }) => http("POST /threads/search", { body: { limit: 0 } }),
  "unknown status": ({ http }) => http("POST /threads/search", { body: { status: "done" } }),
});

const count = scenarios("POST /threads/count", {
  metadata: async (talk) => {
    await talk.thread();
    await talk.client.threads.count({ metadata: { tag: talk.tag } });
  },
  "status and values": async (talk) => {
    await talk.ran("desk", { what: "ask", amount: 3 });
    await talk.client.threads.count({ metadata: { tag: talk.tag }, status: "interrupted", values: { amount: 3 } });
    await talk.client.threads.count({ metadata: { tag: talk.tag }, status: "idle" });
  },
});

const single = [
  ...scenarios("GET /threads/:thread_id", {
    new: async (talk) => talk.client.threads.get(await talk.thread()),
    "after a run": async (talk) =>
      talk.client.threads.get(await talk.ran("desk", { what: "count" }, { config: { configurable: { my_x: 1 } } })),
    "with an open question": async (talk) => talk.client.threads.get(await talk.ran("desk", { what: "ask" })),
    "with two open questions": async (talk) => talk.client.threads.get(await talk.ran("spread", { items: ["a?", "b?"] })),
    "after a failure": async (talk) => talk.client.threads.get(await talk.ran("desk", { what: "fail" })),
    unknown: ({ client }) => tried(client.threads.get(unknown)),
    "no UUID": ({ http }) => http("GET /threads/mine"),
  }),
  ...scenarios("PATCH /threads/:thread_id", {
    "metadata is merged": async (talk) => {
      const thread = await talk.thread();
      await talk.client.threads.update(thread, { metadata: { more: { a: 1 } } });
      await talk.client.threads.get(thread);
    },
    unknown: ({ client }) => tried(client.threads.update(unknown, { metadata: {} })),
    "invalid metadata": async (talk) => talk.http(`PATCH /threads/${await talk.thread()}`, { body: { metadata: 1 } }),
  }),
  ...scenarios("DELETE /threads/:thread_id", {
    existing: async (talk) => {
      const thread = await talk.ran("desk", {});
      await talk.http(`DELETE /threads/${thread}`);
      await tried(talk.client.threads.get(thread));
    },
    unknown: ({ http }) => http(`DELETE /threads/${unknown}`),
  }),
];

const copy = scenarios("POST /threads/:thread_id/copy", {
  "a thread with a history": async (talk) => copied(talk, await talk.ran("desk", { what: "count" })),
  "a thread that waits": async (talk) => copied(talk, await talk.ran("desk", { what: "ask" })),
  "an empty thread": async (talk) => talk.client.threads.copy(await talk.thread()),
  "a run on the copy leaves the original": async (talk) => {
    const thread = await talk.ran("desk", { what: "count" });
    const { thread_id } = await talk.client.threads.copy(thread);
    await talk.client.runs.wait(thread_id, "desk", { input: { what: "greet" } });
    await talk.client.threads.getState(thread);
  },
  unknown: ({ client }) => tried(client.threads.copy(unknown)),
});

async function copied({ client }: Talk, thread: string): Promise<void> {
  const { thread_id } = await client.threads.copy(thread);
  await client.threads.get(thread_id);
  await client.threads.getState(thread_id);
  await client.threads.getHistory(thread_id);
}

const prune = scenarios("POST /threads/prune", {
  "strategy: delete": async (talk) => tried(talk.client.threads.prune([await talk.thread()])),
  "strategy: keep_latest": async (talk) => tried(talk.client.threads.prune([await talk.ran("desk", {})], { strategy: "keep_latest" })),
});

const storage = scenarios("GET /threads/:thread_id/storage", {
  "after a run": async (talk) => talk.http(`GET /threads/${await talk.ran("desk", {})}/storage`),
});

export const threads: readonly Scenario[] = [...create, ...search, ...count, ...single, ...copy, ...prune, ...storage];
