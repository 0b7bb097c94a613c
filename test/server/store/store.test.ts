/** The store over HTTP, with the official client, and from the nodes of a graph built by hand. */
import { Annotation, type LangGraphRunnableConfig, START, StateGraph } from "@langchain/langgraph";
import { Client } from "@langchain/langgraph-sdk";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Database } from "../../../persistence/connection/database.ts";
import { deleteExpiredItems } from "../../../persistence/statements/store/delete-expired-items.ts";
import { describeOnBoth } from "../../support/databases.ts";
import { type Served, serveOn } from "../serve-graphs.ts";
import { noteKeeper } from "./note-keeper.ts";

const State = Annotation.Root({ read: Annotation<unknown> });

const keeper = new StateGraph(State)
  .addNode("keep", async (_state, { store, configurable }: LangGraphRunnableConfig) => {
    if (!store) throw new Error("there is no store");
    await store.put(["notes", String(configurable?.user)], "last", { said: "hello" });
    await store.put(["notes", "gone"], "x", { said: "bye" });
    await store.delete(["notes", "gone"], "x");
    const found = await store.search(["notes"], { filter: { said: "hello" } });
    return {
      read: {
        last: (await store.get(["notes", String(configurable?.user)], "last"))?.value,
        keys: found.map(({ key }) => key),
        missing: await store.get(["no"], "k"),
      },
    };
  })
  .addEdge(START, "keep")
  .compile();

describeOnBoth("the store", (open) => {
  let served: Served;
  let database: Database;
  beforeAll(async () => {
    database = await open();
    served = await serveOn(database, { keeper, declared: noteKeeper });
  });
  afterAll(() => served.close());

  it("writes, reads, replaces and deletes an item", async () => {
    const { store } = served.client;
    await store.putItem(["users", "ada"], "colour", { likes: "blue", b: 1, a: 2 });
    const first = await store.getItem(["users", "ada"], "colour");
    expect(first).toMatchObject({ namespace: ["users", "ada"], key: "colour", value: { likes: "blue" } });
    expect(Object.keys(first?.value ?? {})).toEqual(["likes", "b", "a"]);
    await store.putItem(["users", "ada"], "colour", { likes: "red" });
    const second = await store.getItem(["users", "ada"], "colour");
    expect([second?.value, second?.createdAt]).toEqual([{ likes: "red" }, first?.createdAt]);
    expect(Date.parse(second?.updatedAt ?? "")).toBeGreaterThanOrEqual(Date.parse(first?.updatedAt ?? ""));
    await store.deleteItem(["users", "ada"], "colour");
    expect(await store.getItem(["users", "ada"], "colour")).toBeNull();
  });

  it("finds by namespace and filter, in pages", async () => {
    const { store } = served.client;
    for (const [key, value] of Object.entries({ a: { n: 1, t: "x" }, b: { n: 2, t: "y" }, c: { n: 10, t: "x", deep: { v: [1] } } }))
      await store.putItem(["found", "here"], key, value);
    await store.putItem(["foundry"], "other", { n: 3 });
    const keys = async (filter: object, more: object = {}) =>
      (await store.searchItems(["found"], { filter: { ...filter }, ...more })).items.map(({ key }) => key);
    expect(await keys({})).toEqual(["a", "b", "c"]);
    expect(await keys({}, { limit: 1, offset: 1 })).toEqual(["b"]);
    expect(await keys({ t: "x" })).toEqual(["a", "c"]);
    expect(await keys({ deep: { v: [1] } })).toEqual(["c"]);
    expect(await keys({ n: { $gt: 1, $lt: 10 } })).toEqual(["b"]);
    expect(await keys({ n: { $gte: 2 }, t: { $ne: "y" } })).toEqual(["c"]);
    expect(await keys({ n: { $in: [1, 2] } })).toEqual(["a", "b"]);
    expect(await keys({ missing: { $nin: [1] } })).toEqual(["a", "b", "c"]);
    await expect(keys({ n: { $regex: "." } })).rejects.toThrow(/HTTP 400.*\$regex/);
    await expect(keys({}, { query: "like x" })).rejects.toThrow(/HTTP 400.*semantic search/);
  });

  it("lists namespaces by their first and last labels, and cuts them", async () => {
    const { store } = served.client;
    for (const namespace of [
      ["list", "a", "x"],
      ["list", "b", "x"],
      ["list", "b", "y"],
    ])
      await store.putItem(namespace, "k", {});
    const listed = async (options: object) => (await store.listNamespaces(options)).namespaces;
    expect(await listed({ prefix: ["list"] })).toEqual([
      ["list", "a", "x"],
      ["list", "b", "x"],
      ["list", "b", "y"],
    ]);
    expect(await listed({ prefix: ["list", "*"], suffix: ["x"] })).toEqual([
      ["list", "a", "x"],
      ["list", "b", "x"],
    ]);
    expect(await listed({ prefix: ["list"], maxDepth: 2 })).toEqual([
      ["list", "a"],
      ["list", "b"],
    ]);
    expect(await listed({ prefix: ["list"], limit: 1, offset: 1 })).toEqual([["list", "b", "x"]]);
  });

  it("shows no item whose time is over, and lets reading renew it", async () => {
    const { store } = served.client;
    await store.putItem(["ttl"], "k", { v: 1 }, { ttl: 10 });
    const age = (minutes: number) =>
      database.sql.query("update signalbox.store_items set expires_at = expires_at - $1 * interval '1 minute' where namespace = '{ttl}'", [
        minutes,
      ]);
    await age(9);
    expect((await store.getItem(["ttl"], "k", { refreshTtl: false }))?.value).toEqual({ v: 1 });
    expect((await store.searchItems(["ttl"])).items).toHaveLength(1);
    await age(9);
    expect(await store.getItem(["ttl"], "k", { refreshTtl: false })).not.toBeNull();
    await age(2);
    expect(await store.getItem(["ttl"], "k")).toBeNull();
    expect((await store.searchItems(["ttl"])).items).toEqual([]);
    expect((await store.listNamespaces({ prefix: ["ttl"] })).namespaces).toEqual([]);
    await deleteExpiredItems(database.sql);
    expect(await database.sql.query("select 1 from signalbox.store_items where namespace = '{ttl}'")).toEqual([]);
  });

  it("is config.store of the nodes of a graph built by hand", async () => {
    const result = await served.client.runs.wait(null, "keeper", { input: {}, config: { configurable: { user: "ada" } } });
    expect(result).toMatchObject({ read: { last: { said: "hello" }, keys: ["last"], missing: null } });
    expect((await served.client.store.getItem(["notes", "ada"], "last"))?.value).toEqual({ said: "hello" });
  });

  it("is context.store of a declared graph's code, and that of its thread's tenant", async () => {
    const of = (tenant: string) => new Client({ apiUrl: served.url, apiKey: null, defaultHeaders: { "X-Tenant-Id": tenant } });
    const keep = (tenant: string, note: string) => of(tenant).runs.wait(null, "declared", { input: { note, query: "" } });
    expect(await keep("acme", "one")).toMatchObject({ found: ["one: one"] });
    expect(await keep("other", "two")).toMatchObject({ found: ["two: two"] });
    expect((await of("acme").store.getItem(["notes", "keep"], "one"))?.value).toEqual({ text: "one" });
    expect(await of("acme").store.getItem(["notes", "keep"], "two")).toBeNull();
  });
});
