/** How a turn begins and what it gives: inputs that lack what the first node needs, a client's recursion_limit, the graph's output. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { compileGraph } from "../../../compile/compile-graph.ts";
import { question, setup, task } from "../../../language/index.ts";
import { lazyPorts } from "../../../runtime/ports/lazy-ports.ts";
import { runPath } from "../../../testkit/index.ts";
import { type Http, serveOverHttp } from "../../faults/measure/http.ts";
import { type Desk, deskOn } from "../../fixtures/desk.ts";
import { describeOnBoth } from "../../support/databases.ts";

const add = task({
  labels: ["done", "more"],
  args: z.object({ want: z.number(), have: z.number().optional(), note: z.string().optional() }),
  output: z.number(),
  run: async ({ want, have = 0 }) => ({ label: have + 1 >= want ? "done" : "more", output: have + 1 }),
});
const world = setup({
  state: { want: z.number(), have: z.number(), note: z.string(), kept: z.number() },
  roles: ["lead"],
  tasks: { add, again: task({ labels: ["on"], args: z.object({ note: z.string() }), run: async () => ({ label: "on" }) }) },
  questions: { ask: question({ prompt: "?", decisions: { yes: null } }) },
});
const loop = world.defineGraph({
  id: "loop",
  version: 1,
  start: "count",
  input: ["want", "note"],
  output: ["have"],
  keeps: ["want"],
  nodes: {
    count: { kind: "task", task: "add", writes: "have", routes: { done: "end", more: "step" }, visits: { max: 100, next: "end" } },
    step: { kind: "task", task: "add", writes: "kept", routes: { done: "count", more: "count" } },
  },
});
/** Waits for a message, which the node that it enters needs. */
const waits = world.defineGraph({
  id: "waits",
  version: 1,
  start: "first",
  input: ["want", "note"],
  nodes: {
    first: { kind: "task", task: "add", writes: "have", routes: { done: "hear", more: "hear" } },
    hear: { kind: "task", task: "again", routes: { on: "wait" } },
  },
});
const outer = setup({ state: { want: z.number(), note: z.string(), have: z.number() }, graphs: { loop } });
const inside = outer.defineGraph({
  id: "inside",
  version: 1,
  start: "inner",
  input: ["want", "note"],
  output: [],
  nodes: { inner: { kind: "subgraph", graph: "loop", output: { have: "have" }, next: "end" } },
});

describeOnBoth("a turn", (open) => {
  let desk: Desk;
  let http: Http;
  beforeAll(async () => {
    const ports = lazyPorts({ dataFolder: "memory://" });
    const graphs = { loop: compileGraph(loop, { ports }), waits: compileGraph(waits, { ports }), inside: compileGraph(inside, { ports }) };
    desk = await deskOn(await open(), { graphs });
    http = await serveOverHttp(desk.runtime);
  });
  afterAll(async () => {
    await http.close();
    await desk.runtime.stop();
  });
  const newThread = async () => (await desk.runtime.threads.create({})).thread_id;
  const start = (thread: string, assistant_id: string, body: object, route = "runs/wait") =>
    http.send("POST", `/threads/${thread}/${route}`, { assistant_id, ...body });

  it.each(["loop", "inside"])("is refused when its input lacks what the first node needs: %s", async (graph) => {
    const thread = await newThread();
    for (const input of [{}, { note: "x" }, null, undefined]) {
      const { status, body } = await start(thread, graph, { input }, "runs");
      expect([input, status, body.code]).toEqual([input, 400, "INVALID_INPUT"]);
    }
    expect(await desk.runtime.runs.list(thread)).toEqual([]);
    expect((await http.send("POST", "/runs/wait", { assistant_id: graph, input: {} })).status).toBe(400);
    expect((await start(thread, graph, { input: { want: 1 } })).status).toBe(200);
  });

  it("takes after an end what the graph keeps, and nothing else", async () => {
    const thread = await newThread();
    await start(thread, "loop", { input: { want: 2 } });
    expect((await start(thread, "loop", { input: {} })).body).toEqual({ have: 2 });
    const other = await newThread();
    await start(other, "inside", { input: { want: 2 } });
    expect((await start(other, "inside", { input: {} })).status).toBe(400);
  });

  it("takes after a wait what the thread holds", async () => {
    const thread = await newThread();
    await start(thread, "waits", { input: { want: 1, note: "a" } });
    expect((await start(thread, "waits", { input: {} })).status).toBe(200);
    const empty = await newThread();
    const failed = await start(empty, "waits", { input: { want: 1 } });
    expect(failed.body).toMatchObject({ __error__: { message: expect.stringContaining("INVALID_ARGUMENT") } });
    // from a checkpoint: the start again, without anything
    const { body: history } = await http.send("POST", `/threads/${thread}/history`, { limit: 100 });
    const oldest = (history as unknown as { checkpoint: object }[]).at(-1)?.checkpoint;
    expect((await start(thread, "waits", { input: { note: "x" }, checkpoint: oldest })).status).toBe(400);
  });

  it("fails with the same code when it waited in the queue", async () => {
    const thread = await newThread();
    const [first, second] = await Promise.all([
      start(thread, "loop", { input: { want: 60 }, multitask_strategy: "enqueue" }),
      start(thread, "inside", { input: {}, multitask_strategy: "enqueue" }),
    ]);
    expect(first.status).toBe(200);
    expect([400, 422]).toContain(second.status);
    expect((await runPath(loop, { input: {} })).error).toMatchObject({ code: "INVALID_INPUT" });
  });

  it("is not cut by a client's recursion_limit", async () => {
    for (const graph of ["loop", "inside"]) {
      const { body } = await start(await newThread(), graph, { input: { want: 40 }, config: { recursion_limit: 5 } });
      expect(body).toEqual(graph === "loop" ? { have: 40 } : {});
    }
  });

  it("gives its output to wait and join, and the whole state to who reads it", async () => {
    const thread = await newThread();
    const { status, body } = await start(thread, "loop", { input: { want: 3, note: "n" } });
    expect([status, body]).toEqual([200, { have: 3 }]);
    const [run] = await desk.runtime.runs.list(thread);
    expect((await http.send("GET", `/threads/${thread}/runs/${run?.run_id}/join`)).body).toEqual({ have: 3 });
    expect((await http.send("POST", "/runs/wait", { assistant_id: "loop", input: { want: 1, note: "n" } })).body).toEqual({ have: 1 });
    expect((await desk.runtime.threads.state(thread)).values).toMatchObject({ want: 3, note: "n", have: 3 });
  });
});
