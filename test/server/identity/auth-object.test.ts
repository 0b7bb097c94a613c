/** An `Auth` object over HTTP: who is let in, which handler is asked, and what its filter and its changes do to every route of threads, runs and the inbox. */
import { randomUUID } from "node:crypto";
import { Annotation, START, StateGraph } from "@langchain/langgraph";
import { Client } from "@langchain/langgraph-sdk";
import { Auth, HTTPException } from "@langchain/langgraph-sdk/auth";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { describeOnBoth } from "../../support/databases.ts";
import { graph as raw } from "../raw/graph.ts";
import { jsonOf, type Served, serveOn } from "../serve-graphs.ts";

const whoami = new StateGraph(Annotation.Root({ seen: Annotation<unknown> }))
  .addNode("see", (_state, { configurable }) => ({ seen: configurable?.user_id }))
  .addEdge(START, "see")
  .compile();

/** "ann" as a bearer is Ann; "ann:read" may only read. */
const auth = new Auth()
  .authenticate((request) => {
    const [identity = "", ...permissions] = (request.headers.get("authorization") ?? "").replace(/^Bearer /, "").split(":");
    if (identity === "") throw new HTTPException(401, { message: "Who are you?", headers: { "WWW-Authenticate": "Bearer realm=desk" } });
    if (identity === "broken") throw new Error("the directory is down: secret-host");
    return { identity, permissions, display_name: identity.toUpperCase(), team: ["cards"] };
  })
  .on("*", ({ permissions }) => !permissions.includes("nothing"))
  .on("assistants", ({ user }) => ({ owner: user.identity }))
  .on("threads", ({ user, action, value, permissions }) => {
    if (action !== "read" && action !== "search" && permissions.includes("read")) return false;
    if (action === "create" || action === "create_run" || action === "update") {
      value.metadata ??= {};
      value.metadata.owner = user.identity;
    }
    return { owner: user.identity };
  })
  .on("store", ({ user, value, permissions }) => {
    if (permissions.includes("prefixed")) value.namespace = [user.identity, ...(value.namespace ?? [])];
    return { namespace: { $contains: user.identity } };
  })
  .on("threads:create", ({ user, value, permissions }) => {
    if (permissions.includes("no-threads")) throw new HTTPException(403, { message: "No new threads" });
    value.metadata = { ...value.metadata, owner: user.identity };
    return { owner: user.identity };
  });

describeOnBoth("an Auth object", (open) => {
  let served: Served;
  beforeAll(async () => {
    served = await serveOn(await open(), { raw, whoami }, { app: { auth } });
  });
  afterAll(() => served.close());

  const as = (bearer: string) =>
    new Client({
      apiUrl: served.url,
      apiKey: null,
      callerOptions: { maxRetries: 0 },
      defaultHeaders: { authorization: `Bearer ${bearer}` },
    });
  const call = (bearer: string, method: string, path: string, body?: object) =>
    fetch(`${served.url}${path}`, { method, headers: { authorization: `Bearer ${bearer}` }, ...(body && { body: JSON.stringify(body) }) });

  it("answers with the status, text and headers of the exception", async () => {
    const answer = await fetch(`${served.url}/threads`, { method: "POST" });
    expect([answer.status, answer.headers.get("www-authenticate"), await answer.text()]).toEqual([
      401,
      "Bearer realm=desk",
      "Who are you?",
    ]);
  });

  it("says nothing of what failed inside it", async () => {
    const answer = await call("broken", "POST", "/threads");
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toMatch(/secret-host/);
  });

  it("asks nobody for health and version", async () => {
    expect([(await fetch(`${served.url}/ok`)).status, (await fetch(`${served.url}/info`)).status]).toEqual([200, 200]);
  });

  it("stores what the handler changed, and shows each caller only their own", async () => {
    const mine = await as("ann").threads.create({ metadata: { a: 1, owner: "bob" } });
    expect(mine.metadata).toEqual({ a: 1, owner: "ann" });
    await as("bob").threads.create({ metadata: { a: 1 } });
    const found = await as("bob").threads.search({ metadata: { a: 1 } });
    expect(found.map(({ metadata }) => metadata?.owner)).toEqual(["bob"]);
    expect(await as("ann").threads.count({ metadata: { owner: "bob" } })).toBe(0);
    expect((await as("ann").threads.update(mine.thread_id, { metadata: { b: 2, owner: "bob" } })).metadata).toEqual({
      a: 1,
      b: 2,
      owner: "ann",
    });
  });

  it("reads a path of slashes alone as any other", async () => {
    expect((await call("ann", "GET", "//")).status).toBe(404);
  });

  it("gives a graph the caller's user_id, whatever clients of LangGraph's server send", async () => {
    const { thread_id } = await as("ann").threads.create();
    const config = { configurable: { user_id: "bob" } };
    expect(await as("ann").runs.wait(thread_id, "whoami", { input: {}, config })).toEqual({ seen: "ann" });
  });

  it("answers for a foreign thread as for an unknown one, in every route", async () => {
    const { thread_id } = await as("ann").threads.create();
    const run = await as("ann").runs.create(thread_id, "raw", { input: { what: "ask" } });
    await as("ann").runs.join(thread_id, run.run_id);
    const [open] = (await jsonOf(call("ann", "GET", `/interrupts?thread_id=${thread_id}`))) as { id: string }[];
    const routes = (thread: string, run: string, interrupt: string): [string, string, object?][] => [
      ["GET", `/threads/${thread}`],
      ["PATCH", `/threads/${thread}`, { metadata: {} }],
      ["DELETE", `/threads/${thread}`],
      ["GET", `/threads/${thread}/state`],
      ["POST", `/threads/${thread}/state`, { values: {} }],
      ["POST", `/threads/${thread}/state/checkpoint`, {}],
      ["GET", `/threads/${thread}/history`],
      ["POST", `/threads/${thread}/history`, {}],
      ["GET", `/threads/${thread}/path`],
      ["GET", `/threads/${thread}/usage`],
      ["POST", `/threads/${thread}/signals/stop`, {}],
      ["GET", `/threads/${thread}/runs`],
      ["POST", `/threads/${thread}/runs`, { assistant_id: "raw", input: {} }],
      ["POST", `/threads/${thread}/runs`, { assistant_id: "raw", command: { resume: "yes" } }],
      ["POST", `/threads/${thread}/runs/wait`, { assistant_id: "raw", input: {}, if_not_exists: "reject" }],
      ["POST", `/threads/${thread}/runs/stream`, { assistant_id: "raw", input: {} }],
      ["GET", `/threads/${thread}/runs/${run}`],
      ["GET", `/threads/${thread}/runs/${run}/join`],
      ["GET", `/threads/${thread}/runs/${run}/stream`],
      ["POST", `/threads/${thread}/runs/${run}/cancel`],
      ["POST", `/threads/${thread}/runs/${run}/retry`],
      ["DELETE", `/threads/${thread}/runs/${run}`],
      ["GET", `/interrupts/${interrupt}`],
      ["POST", `/interrupts/${interrupt}/decision`, { resume: "yes" }],
    ];
    expect((await call("bob", "POST", "/runs/cancel", { thread_id, run_ids: [run.run_id] })).status).toBe(404);
    const [unknownThread, unknownRun] = [randomUUID(), randomUUID()];
    const known = await Promise.all(routes(thread_id, run.run_id, open?.id ?? "").map((route) => call("bob", ...route)));
    const unknown = await Promise.all(routes(unknownThread, unknownRun, "f".repeat(32)).map((route) => call("bob", ...route)));
    const text = async (answer: Response): Promise<string> =>
      (await answer.text())
        .replaceAll(thread_id, "T")
        .replaceAll(unknownThread, "T")
        .replaceAll(open?.id ?? "", "I")
        .replaceAll("f".repeat(32), "I");
    expect(known.map(({ status }) => status)).toEqual(known.map(() => 404));
    expect(await Promise.all(known.map(text))).toEqual(await Promise.all(unknown.map(text)));
    expect(await jsonOf(call("bob", "GET", `/interrupts?thread_id=${thread_id}`))).toEqual([]);
    expect((await as("ann").threads.get(thread_id)).status).toBe("interrupted");
    expect((await call("ann", "POST", `/interrupts/${open?.id}/decision`, { resume: "yes" })).status).toBe(200);
  });

  it("takes no foreign thread by creating it conditionally", async () => {
    const { thread_id } = await as("ann").threads.create({ metadata: { secret: "s" } });
    const again = await call("bob", "POST", "/threads", { thread_id, if_exists: "do_nothing" });
    expect([again.status, await again.text()]).toEqual([409, "Thread already exists"]);
    expect((await call("ann", "POST", "/threads", { thread_id, if_exists: "do_nothing" })).status).toBe(200);
    const run = { assistant_id: "raw", input: {}, if_not_exists: "create" };
    expect((await call("bob", "POST", `/threads/${thread_id}/runs`, run)).status).toBe(404);
  });

  it("asks for threads:create wherever a run makes a thread, and gives it the owner", async () => {
    const run = { assistant_id: "raw", input: {}, if_not_exists: "create" };
    expect((await call("ann:no-threads", "POST", "/runs/batch", [{ assistant_id: "raw", input: {} }])).status).toBe(403);
    const paths = ["/runs", "/runs/wait", "/runs/stream", ...["", "/wait", "/stream"].map((end) => `/threads/${randomUUID()}/runs${end}`)];
    for (const path of paths) {
      const answer = await call("ann:no-threads", "POST", path, run);
      expect([path, answer.status, await answer.text()]).toEqual([path, 403, "No new threads"]);
    }
    expect(
      await as("ann").threads.search({ ids: paths.flatMap((path) => path.split("/")[2] ?? []).filter((id) => id.length === 36) }),
    ).toEqual([]);
    const threadId = randomUUID();
    await as("ann").runs.wait(threadId, "raw", { input: {}, ifNotExists: "create" });
    expect((await as("ann").threads.get(threadId)).metadata).toMatchObject({ owner: "ann", graph_id: "raw" });
  });

  it("lets the graph's own assistant run for everyone, and shows it to its owner alone: nobody", async () => {
    expect(await as("ann").runs.wait(null, "raw", { input: {} })).toMatchObject({ log: ["greet greet"] });
    expect(await as("ann").assistants.search()).toEqual([]);
    expect((await call("ann", "GET", "/assistants/raw")).status).toBe(404);
  });

  it("hides the assistants of others in every route, and takes none by creating it conditionally", async () => {
    const { assistant_id } = await as("ann").assistants.create({ graphId: "raw", metadata: { owner: "ann" } });
    await as("ann").assistants.update(assistant_id, { name: "mine" });
    const routes = (id: string): [string, string, object?][] => [
      ["GET", `/assistants/${id}`],
      ["PATCH", `/assistants/${id}`, { name: "theirs" }],
      ["DELETE", `/assistants/${id}`],
      ["GET", `/assistants/${id}/graph`],
      ["GET", `/assistants/${id}/schemas`],
      ["GET", `/assistants/${id}/subgraphs`],
      ["POST", `/assistants/${id}/versions`, {}],
      ["POST", `/assistants/${id}/latest`, { version: 1 }],
      ["POST", "/runs", { assistant_id: id, input: {} }],
    ];
    const answers = await Promise.all(routes(assistant_id).map((route) => call("bob", ...route)));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 404));
    expect((await call("bob", "POST", "/assistants", { assistant_id, graph_id: "raw", if_exists: "do_nothing" })).status).toBe(409);
    expect(await as("bob").assistants.search()).toEqual([]);
    expect((await as("ann").assistants.search()).map(({ name }) => name)).toEqual(["mine"]);
    expect((await as("ann").assistants.setLatest(assistant_id, 1)).version).toBe(1);
  });

  it("shows of the store what the handler's filter and its namespace leave", async () => {
    const [ann, bob] = [as("ann").store, as("bob").store];
    await ann.putItem(["ann", "notes"], "k", { text: "mine" });
    await bob.putItem(["bob", "notes"], "k", { text: "theirs" });
    const foreign: [string, string, object?][] = [
      ["PUT", "/store/items", { namespace: ["ann", "notes"], key: "k", value: {} }],
      ["DELETE", "/store/items", { namespace: ["ann", "notes"], key: "k" }],
    ];
    for (const route of foreign) expect((await call("bob", ...route)).status).toBe(403);
    expect(await bob.getItem(["ann", "notes"], "k")).toBeNull();
    expect((await bob.searchItems([])).items.map(({ namespace }) => namespace[0])).toEqual(["bob"]);
    expect((await bob.searchItems(["ann"])).items).toEqual([]);
    expect((await bob.listNamespaces({})).namespaces).toEqual([["bob", "notes"]]);
    expect((await ann.getItem(["ann", "notes"], "k"))?.value).toEqual({ text: "mine" });
    const moved = as("bob:prefixed").store;
    await moved.putItem(["notes"], "moved", { text: "x" });
    expect((await bob.getItem(["bob", "notes"], "moved"))?.value).toEqual({ text: "x" });
    expect((await moved.getItem(["notes"], "moved"))?.namespace).toEqual(["bob", "notes"]);
    expect((await moved.searchItems([])).items).toHaveLength(2);
    expect((await moved.listNamespaces({ prefix: ["notes"] })).namespaces).toEqual([["bob", "notes"]]);
    await moved.deleteItem(["notes"], "moved");
    expect(await bob.getItem(["bob", "notes"], "moved")).toBeNull();
  });

  it("refuses what a handler refuses", async () => {
    const { thread_id } = await as("ann").threads.create();
    expect((await call("ann:read", "GET", `/threads/${thread_id}`)).status).toBe(200);
    expect((await call("ann:read", "DELETE", `/threads/${thread_id}`)).status).toBe(403);
    expect((await call("ann:read", "POST", `/threads/${thread_id}/runs`, { assistant_id: "raw" })).status).toBe(403);
  });

  it("does not take Studio's header for a credential", async () => {
    const answer = await fetch(`${served.url}/threads/search`, { method: "POST", headers: { "x-auth-scheme": "langsmith" } });
    expect(answer.status).toBe(401);
  });
});

describe("Studio", () => {
  it("is let in from this machine where the project says so, never through a proxy", async () => {
    const { freshPglite, opened } = await import("../../support/databases.ts");
    const served = await serveOn(await opened(await freshPglite()), { raw }, { app: { auth, studioAuth: true } });
    const status = async (headers: Record<string, string>) =>
      (await fetch(`${served.url}/threads/search`, { method: "POST", headers })).status;
    expect(await status({ "x-auth-scheme": "langsmith" })).toBe(200);
    expect(await status({ "x-auth-scheme": "langsmith", "x-forwarded-for": "203.0.113.9" })).toBe(401);
    await served.close();
  });
});
