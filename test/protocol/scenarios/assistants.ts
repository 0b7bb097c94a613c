/** Assistants: a graph with a configuration, in versions. */
import type { Assistant } from "@langchain/langgraph-sdk";
import { type Talk, tried } from "../record/talk.ts";
import { type Scenario, scenarios } from "./scenario.ts";

const unknown = "0198c2a4-0000-7000-8000-000000000099";

/** An assistant of the scenario's own, made on the side. */
const made = ({ aside, tag }: Talk, graphId = "configured"): Promise<Assistant> =>
  aside.assistants.create({ graphId, name: `of ${tag}`, metadata: { tag }, config: { configurable: { greeting: "hi" } } });

const create = scenarios("POST /assistants", {
  "graph alone": ({ client }) => client.assistants.create({ graphId: "desk" }),
  "name, description and metadata": ({ client, tag }) =>
    client.assistants.create({ graphId: "desk", name: "my desk", description: "of mine", metadata: { tag } }),
  config: ({ client, tag }) =>
    client.assistants.create({
      graphId: "desk",
      metadata: { tag },
      config: { tags: ["t"], recursion_limit: 7, configurable: { my_key: 1 } },
    }),
  context: ({ client, tag }) => client.assistants.create({ graphId: "configured", metadata: { tag }, context: { mood: "glad" } }),
  "assistant_id, if_exists: raise": async ({ client, tag }) => {
    const { assistant_id: assistantId } = await client.assistants.create({ graphId: "desk", metadata: { tag } });
    await tried(client.assistants.create({ graphId: "desk", assistantId, ifExists: "raise" }));
  },
  "if_exists: do_nothing": async ({ client, tag }) => {
    const { assistant_id: assistantId } = await client.assistants.create({ graphId: "desk", metadata: { tag } });
    await client.assistants.create({ graphId: "desk", assistantId, metadata: { more: true }, ifExists: "do_nothing" });
  },
  "unknown graph": ({ client, tag }) => tried(client.assistants.create({ graphId: "nope", metadata: { tag } })),
  "invalid body": ({ http }) => http("POST /assistants", { body: { graph_id: 7 } }),
  "assistant_id that is no UUID": ({ http }) => http("POST /assistants", { body: { graph_id: "desk", assistant_id: "mine" } }),
});

const search = scenarios("POST /assistants/search", {
  graph_id: ({ client }) => client.assistants.search({ graphId: "nested", metadata: { created_by: "system" } }),
  metadata: async (talk) => {
    await made(talk);
    await talk.client.assistants.search({ metadata: { tag: talk.tag } });
  },
  name: async (talk) => {
    await made(talk);
    await talk.client.assistants.search({ name: `OF ${talk.tag}`.slice(0, 9), metadata: { tag: talk.tag } });
  },
  "limit and offset": async (talk) => {
    for (const _ of [1, 2, 3]) await made(talk);
    const metadata = { tag: talk.tag };
    await talk.client.assistants.search({ metadata, limit: 2, sortBy: "created_at", sortOrder: "asc" });
    await talk.client.assistants.search({ metadata, limit: 2, offset: 2, sortBy: "created_at", sortOrder: "asc" });
  },
  select: async (talk) => {
    await made(talk);
    await talk.client.assistants.search({ metadata: { tag: talk.tag }, select: ["assistant_id", "name"] });
  },
  "nothing found": ({ client, tag }) => client.assistants.search({ metadata: { tag } }),
  "limit out of range": ({ http }) => http("POST /assistants/search", { body: { limit: 0 } }),
});

const count = scenarios("POST /assistants/count", {
  metadata: async (talk) => {
    await made(talk);
    await talk.client.assistants.count({ metadata: { tag: talk.tag } });
  },
  graph_id: ({ client }) => client.assistants.count({ graphId: "nested" }),
});

const read = [
  ...scenarios("GET /assistants/:assistant_id", {
    "by the graph's id": ({ client }) => client.assistants.get("desk"),
    "by its id": async (talk) => talk.client.assistants.get((await made(talk)).assistant_id),
    unknown: ({ client }) => tried(client.assistants.get(unknown)),
  }),
  ...scenarios("GET /assistants/:assistant_id/graph", {
    plain: ({ client }) => client.assistants.getGraph("desk"),
    "xray: true": ({ client }) => client.assistants.getGraph("nested", { xray: true }),
    "without xray": ({ client }) => client.assistants.getGraph("nested"),
    "of an assistant": async (talk) => talk.client.assistants.getGraph((await made(talk)).assistant_id),
    unknown: ({ client }) => tried(client.assistants.getGraph(unknown)),
  }),
  ...scenarios("GET /assistants/:assistant_id/schemas", {
    "channels with defaults": ({ client }) => client.assistants.getSchemas("desk"),
    "context schema": ({ client }) => client.assistants.getSchemas("configured"),
    "types of an annotation": ({ client }) => client.assistants.getSchemas("annotated"),
  }),
  ...scenarios("GET /assistants/:assistant_id/subgraphs/:namespace", {
    none: ({ client }) => client.assistants.getSubgraphs("desk"),
    one: ({ client }) => client.assistants.getSubgraphs("nested"),
    recurse: ({ client }) => client.assistants.getSubgraphs("nested", { recurse: true }),
    namespace: ({ client }) => client.assistants.getSubgraphs("nested", { namespace: "inner" }),
    "types of an annotation": ({ client }) => client.assistants.getSubgraphs("annotated"),
    "namespace that is none": ({ client }) => client.assistants.getSubgraphs("nested", { namespace: "nope" }),
  }),
];

const change = [
  ...scenarios("PATCH /assistants/:assistant_id", {
    "metadata is merged": async (talk) => {
      const { assistant_id } = await made(talk);
      await talk.client.assistants.update(assistant_id, { metadata: { more: 1 } });
      await talk.client.assistants.get(assistant_id);
    },
    "config and context are replaced": async (talk) => {
      const { assistant_id } = await made(talk);
      await talk.client.assistants.update(assistant_id, { config: { configurable: { greeting: "hey" } }, context: { mood: "sad" } });
    },
    "name, description and graph": async (talk) => {
      const { assistant_id } = await made(talk);
      await talk.client.assistants.update(assistant_id, { graphId: "desk", name: "renamed", description: "new" });
    },
    unknown: ({ client }) => tried(client.assistants.update(unknown, { name: "x" })),
  }),
  ...scenarios("DELETE /assistants/:assistant_id", {
    existing: async (talk) => {
      const { assistant_id } = await made(talk);
      await talk.http(`DELETE /assistants/${assistant_id}`);
      await tried(talk.client.assistants.get(assistant_id));
    },
    unknown: ({ client }) => tried(client.assistants.delete(unknown)),
    delete_threads: async (talk) => {
      const { assistant_id } = await made(talk);
      const thread = await talk.ran(assistant_id, {});
      await talk.http(`DELETE /assistants/${assistant_id}?delete_threads=true`);
      await tried(talk.client.threads.get(thread));
    },
  }),
  ...scenarios("POST /assistants/:assistant_id/versions", {
    "of two": async (talk) => {
      const { assistant_id } = await made(talk);
      await talk.aside.assistants.update(assistant_id, { metadata: { more: 1 } });
      await talk.client.assistants.getVersions(assistant_id);
    },
    "metadata, limit and offset": async (talk) => {
      const { assistant_id } = await made(talk);
      for (const more of [1, 2]) await talk.aside.assistants.update(assistant_id, { metadata: { more } });
      await talk.client.assistants.getVersions(assistant_id, { metadata: { more: 1 } });
      await talk.client.assistants.getVersions(assistant_id, { limit: 1, offset: 1 });
      await tried(talk.client.assistants.getVersions(assistant_id, { metadata: { more: 99 } }));
    },
    unknown: ({ client }) => tried(client.assistants.getVersions(unknown)),
  }),
  ...scenarios("POST /assistants/:assistant_id/latest", {
    "an earlier version": async (talk) => {
      const { assistant_id } = await made(talk);
      await talk.aside.assistants.update(assistant_id, { name: "renamed", description: "new", context: { mood: "sad" } });
      await talk.client.assistants.setLatest(assistant_id, 1);
      await talk.client.assistants.get(assistant_id);
    },
    "unknown version": async (talk) => tried(talk.client.assistants.setLatest((await made(talk)).assistant_id, 9)),
    unknown: ({ client }) => tried(client.assistants.setLatest(unknown, 1)),
  }),
];

const runs = scenarios("POST /threads/:thread_id/runs/wait", {
  "an assistant's config reaches its graph": async (talk) => {
    const { assistant_id } = await made(talk);
    await talk.client.runs.wait(await talk.thread(), assistant_id, { input: {} });
  },
  "an assistant's context, overwritten by the run's": async (talk) => {
    const { assistant_id } = await talk.aside.assistants.create({ graphId: "configured", context: { mood: "glad" } });
    await talk.client.runs.wait(await talk.thread(), assistant_id, { input: {} });
    await talk.client.runs.wait(await talk.thread(), assistant_id, { input: {}, context: { mood: "sad" } });
  },
});

export const assistants: readonly Scenario[] = [...create, ...search, ...count, ...read, ...change, ...runs];
