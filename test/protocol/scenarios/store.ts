/** The store: items under namespaces, which graphs and clients share. */
import { tried } from "../record/talk.ts";
import { type Scenario, scenarios } from "./scenario.ts";

const items = [
  ...scenarios("PUT /store/items", {
    "a new item": async ({ client, http, tag }) => {
      await http("PUT /store/items", { body: { namespace: ["a", tag], key: "k", value: { n: 1, nested: { list: [null, "x"] } } } });
      await client.store.getItem(["a", tag], "k");
    },
    "an item that exists": async ({ client, tag }) => {
      await client.store.putItem(["b", tag], "k", { n: 1 });
      await client.store.putItem(["b", tag], "k", { m: 2 });
      await client.store.getItem(["b", tag], "k");
    },
    "an empty namespace": ({ http }) => http("PUT /store/items", { body: { namespace: [], key: "k", value: {} } }),
    "a label with a period": ({ http }) => http("PUT /store/items", { body: { namespace: ["a.b"], key: "k", value: {} } }),
    "an empty label": ({ http }) => http("PUT /store/items", { body: { namespace: [""], key: "k", value: {} } }),
    "a value that is no object": ({ http }) => http("PUT /store/items", { body: { namespace: ["a"], key: "k", value: 1 } }),
    "no key": ({ http }) => http("PUT /store/items", { body: { namespace: ["a"], value: {} } }),
    index: ({ client, tag }) => tried(client.store.putItem(["i", tag], "k", { text: "x" }, { index: false })),
    ttl: ({ client, tag }) => tried(client.store.putItem(["t", tag], "k", { text: "x" }, { ttl: 60 })),
  }),
  ...scenarios("GET /store/items", {
    existing: async ({ client, tag }) => {
      await client.store.putItem(["c", tag], "k", { n: 1 });
      await client.store.getItem(["c", tag], "k");
    },
    missing: ({ http, tag }) => http(`GET /store/items?namespace=d.${tag}&key=k`),
    "without a namespace": ({ http }) => http("GET /store/items?key=k"),
    "without a key": ({ http }) => http("GET /store/items?namespace=a"),
  }),
  ...scenarios("DELETE /store/items", {
    existing: async ({ client, http, tag }) => {
      await client.store.putItem(["e", tag], "k", { n: 1 });
      await http("DELETE /store/items", { body: { namespace: ["e", tag], key: "k" } });
      await client.store.getItem(["e", tag], "k");
    },
    missing: ({ http, tag }) => http("DELETE /store/items", { body: { namespace: ["f", tag], key: "k" } }),
    "without a key": ({ http }) => http("DELETE /store/items", { body: { namespace: ["f"] } }),
  }),
];

const search = scenarios("POST /store/items/search", {
  "namespace prefix": async ({ client, aside, tag }) => {
    for (const key of ["a", "b"]) await aside.store.putItem([tag, "inner"], key, { key });
    await client.store.searchItems([tag]);
  },
  filter: async ({ client, aside, tag }) => {
    for (const [key, colour] of [
      ["a", "red"],
      ["b", "blue"],
    ] as const)
      await aside.store.putItem([tag], key, { colour, size: key.length });
    await client.store.searchItems([tag], { filter: { colour: "blue" } });
    await client.store.searchItems([tag], { filter: { colour: "green" } });
  },
  "filter with operators": async ({ client, aside, tag }) => {
    for (const size of [1, 2, 3]) await aside.store.putItem([tag], `k${size}`, { size });
    await client.store.searchItems([tag], { filter: { size: { $gte: 2 } } });
    await client.store.searchItems([tag], { filter: { size: { $ne: 2 } } });
  },
  "limit and offset": async ({ client, aside, tag }) => {
    for (const key of ["a", "b", "c"]) await aside.store.putItem([tag], key, { key });
    await client.store.searchItems([tag], { limit: 2 });
    await client.store.searchItems([tag], { limit: 2, offset: 2 });
  },
  "nothing found": ({ client, tag }) => client.store.searchItems([tag, "none"]),
  "a label with a period": ({ http }) => http("POST /store/items/search", { body: { namespace_prefix: ["a.b"] } }),
  "no namespace prefix": ({ http }) => http("POST /store/items/search", { body: {} }),
});

const namespaces = scenarios("POST /store/namespaces", {
  prefix: async ({ client, aside, tag }) => {
    for (const last of ["x", "y"]) await aside.store.putItem([tag, "n", last], "k", {});
    await client.store.listNamespaces({ prefix: [tag] });
  },
  suffix: async ({ client, aside, tag }) => {
    for (const first of ["x", "y"]) await aside.store.putItem([first, tag], "k", {});
    await client.store.listNamespaces({ suffix: [tag] });
  },
  max_depth: async ({ client, aside, tag }) => {
    for (const last of ["x", "y"]) await aside.store.putItem([tag, "n", last], "k", {});
    await client.store.listNamespaces({ prefix: [tag], maxDepth: 2 });
  },
  "limit and offset": async ({ client, aside, tag }) => {
    for (const last of ["x", "y", "z"]) await aside.store.putItem([tag, last], "k", {});
    await client.store.listNamespaces({ prefix: [tag], limit: 2 });
    await client.store.listNamespaces({ prefix: [tag], limit: 2, offset: 2 });
  },
  "nothing found": ({ client, tag }) => client.store.listNamespaces({ prefix: [tag, "none"] }),
});

const inGraphs = scenarios("POST /threads/:thread_id/runs/wait", {
  "a node writes to the store, a client reads": async (talk) => {
    await talk.client.runs.wait(await talk.thread(), "kept", { input: { who: talk.tag, fact: "tea" } });
    await talk.client.store.getItem(["facts", talk.tag], "tea");
  },
  "a client writes, a node of another thread reads": async (talk) => {
    await talk.client.store.putItem(["facts", talk.tag], "milk", { fact: "milk" });
    await talk.client.runs.wait(await talk.thread(), "kept", { input: { who: talk.tag } });
  },
});

export const store: readonly Scenario[] = [...items, ...search, ...namespaces, ...inGraphs];
