/** Search by meaning: with pgvector in the embedded database, over HTTP and from a node; refused by name where the database has none. */
import { Annotation, type LangGraphRunnableConfig, START, StateGraph } from "@langchain/langgraph";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createRuntime } from "../../../runtime/create-runtime.ts";
import type { StoreIndex } from "../../../runtime/store/store-settings.ts";
import { consoleLog } from "../../../telemetry/log.ts";
import { freshPglite, freshPostgres, opened } from "../../support/databases.ts";
import { type Served, serveOn } from "../serve-graphs.ts";
import { noteKeeper } from "./note-keeper.ts";

const words = ["cat", "ship", "tea"];
const index: StoreIndex = {
  dims: 3,
  embed: async (texts) => {
    if (texts.includes("unknown")) throw new Error("the model is down");
    return texts.map((text) => (text === "short" ? [1] : words.map((word) => text.split(word).length - 1 + 0.01)));
  },
  fields: ["text", "parts[*].text"],
};

const keeper = new StateGraph(Annotation.Root({ found: Annotation<unknown> }))
  .addNode("keep", async (_state, { store }: LangGraphRunnableConfig) => {
    await store?.put(["by-node"], "a", { text: "tea tea" });
    await store?.put(["by-node"], "b", { text: "ship" });
    const found = await store?.search(["by-node"], { query: "tea" });
    return { found: found?.map(({ key, score }) => [key, (score ?? 0) > 0.9]) };
  })
  .addEdge(START, "keep")
  .compile();

describe("a store with an index", () => {
  let served: Served;
  beforeAll(async () => {
    const database = await opened({ ...(await freshPglite()), vectors: true });
    served = await serveOn(database, { keeper, declared: noteKeeper }, { store: { index } });
  });
  afterAll(() => served.close());

  it("finds items by their meaning, the nearest first, among those that match", async () => {
    const { store } = served.client;
    const put = (key: string, value: Record<string, unknown>, more: object = {}) => store.putItem(["docs", "en"], key, value, more);
    await put("cats", { text: "a cat and a cat", kind: "pet" });
    await put("ships", { text: "a ship", kind: "thing" });
    await put("both", { parts: [{ text: "a ship" }, { text: "a cat" }], kind: "thing" });
    await put("hidden", { text: "cat", kind: "pet" }, { index: false });
    await put("other", { title: "a cat", text: "tea", kind: "pet" }, { index: ["title"] });
    await store.putItem(["elsewhere"], "cats", { text: "cat" });
    const search = async (query: string, more: object = {}) => (await store.searchItems(["docs"], { query, ...more })).items;
    const [best, ...rest] = await search("cat");
    expect([best?.key, ...rest.map(({ key }) => key)].sort()).toEqual(["both", "cats", "other", "ships"]);
    expect(rest.at(-1)?.key).toBe("ships");
    expect(best?.score).toBeGreaterThan(0.99);
    expect((await search("cat", { filter: { kind: "thing" } })).map(({ key }) => key)).toEqual(["both", "ships"]);
    expect((await search("ship", { limit: 1, offset: 1, filter: { kind: "thing" } })).length).toBe(1);
    await put("cats", { text: "tea", kind: "pet" });
    expect((await search("tea"))[0]?.key).toBe("cats");
    await store.deleteItem(["docs", "en"], "cats");
    expect((await search("tea")).map(({ key }) => key)).not.toContain("cats");
  });

  it("is what nodes of graphs built by hand have", async () => {
    const { thread_id } = await served.client.threads.create();
    expect(await served.client.runs.wait(thread_id, "keeper", { input: {} })).toEqual({
      found: [
        ["a", true],
        ["b", false],
      ],
    });
  });

  it("is what code of declared graphs has", async () => {
    const notes = ["cat", "ship"];
    const found = async (note: string) => served.client.runs.wait(null, "declared", { input: { note, query: "ship" } });
    expect(await Promise.all(notes.map(found))).toHaveLength(2);
    expect(await found("tea")).toMatchObject({ found: ["ship: ship", expect.anything(), expect.anything()] });
  });

  it("keeps nothing of an item whose text cannot be embedded, and says why", async () => {
    const { store } = served.client;
    await expect(store.putItem(["bad"], "a", { text: "unknown" })).rejects.toThrow(/HTTP 502/);
    await expect(store.putItem(["bad"], "a", { text: "short" })).rejects.toThrow(/HTTP 502.*embed/);
    expect(await store.getItem(["bad"], "a")).toBeNull();
  });
});

it("is in a Postgres with pgvector as it is in the embedded database", async ({ skip }) => {
  const database = await opened(await freshPostgres());
  const available = await database.sql.query("select 1 from pg_available_extensions where name = 'vector'");
  if (available.length === 0)
    skip("the Postgres of the tests has no pgvector: install postgresql-18-pgvector, or name one that has it in SIGNALBOX_TEST_POSTGRES");
  const { client, close } = await serveOn(database, { keeper }, { store: { index } });
  const put = (key: string, text: string) => client.store.putItem(["docs"], key, { text });
  await Promise.all([put("cats", "a cat and a cat"), put("ships", "a ship"), put("both", "a ship, a cat, a cat")]);
  const { items } = await client.store.searchItems(["docs"], { query: "cat" });
  expect(items.map(({ key }) => key)).toEqual(["cats", "both", "ships"]);
  expect(items[0]?.score).toBeGreaterThan(0.99);
  await close();
});

it("is refused by name at the start where the database has no pgvector", async () => {
  const options = { graphs: { keeper }, log: consoleLog("silent"), store: { index } };
  for (const where of [await freshPostgres(), await freshPglite()])
    await expect(createRuntime({ ...options, database: await opened(where) })).rejects.toMatchObject({
      code: "VECTORS_UNAVAILABLE",
      message: expect.stringContaining("pgvector"),
    });
});
