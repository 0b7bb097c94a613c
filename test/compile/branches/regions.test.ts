/** Regions: parallel, each and subgraph. Each joins once, in order, and its join is a step of the path. */
import { Command, END, interrupt, MemorySaver, START, StateGraph, StateSchema } from "@langchain/langgraph";
import { afterEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { compileGraph } from "../../../compile/compile-graph.ts";
import { agent, list, question, rawGraph, setup, task, tool } from "../../../language/index.ts";
import { ToolError } from "../../../language/issues/errors.ts";
import { rememberRegistry } from "../../../language/registry/registry-of.ts";
import { runPath } from "../../../testkit/index.ts";
import { memoryPorts } from "../../../testkit/memory/memory-ports.ts";

const log: string[] = [];
/** Of the slow branch: a minute where it is to be cancelled. */
let slowMs = 30;
afterEach(() => {
  slowMs = 30;
});
const sleep = (ms: number, signal: AbortSignal) =>
  new Promise<void>((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener(
      "abort",
      () => {
        clearTimeout(timer);
        reject(signal.reason);
      },
      { once: true },
    );
  });
const Item = z.object({ id: z.string() });
const inner = setup({
  state: { item: Item, note: z.string() },
  roles: ["lead"],
  agents: {
    who: agent({
      args: z.object({ item: Item }),
      output: z.string(),
      run: async ({ item }) => {
        log.push(`who ${item.id}`);
        return `note ${item.id}`;
      },
    }),
  },
  questions: { ok: question({ prompt: "ok?", decisions: { yes: null, no: null } }) },
});
const child = inner.defineGraph({
  id: "child",
  version: 1,
  start: "who",
  input: ["item"],
  endsWith: ["good", "bad"],
  nodes: {
    who: { kind: "agent", agent: "who", writes: "note", next: "ask" },
    ask: { kind: "interrupt", question: "ok", by: ["lead"], decisions: { yes: "end:good", no: "end:bad" } },
  },
});
/** Asks in a branch of its own, then acts. */
const crew = setup({
  state: { item: Item },
  roles: ["lead"],
  tasks: {
    goOn: task({
      labels: ["done"],
      args: z.object({}),
      run: async () => {
        log.push("went on");
        return { label: "done" };
      },
    }),
  },
  questions: { ok: question({ prompt: "ok?", decisions: { yes: null, no: null } }) },
}).defineGraph({
  id: "crew",
  version: 1,
  start: "both",
  input: ["item"],
  nodes: {
    both: {
      kind: "parallel",
      branches: { ask: { kind: "interrupt", question: "ok", by: ["lead"], decisions: { yes: "join", no: "join" } } },
      onError: "goOn",
      next: "goOn",
    },
    goOn: { kind: "task", task: "goOn", routes: { done: "end" } },
  },
});
const world = setup({
  state: {
    items: list(Item),
    item: Item,
    n: z.number(),
    note: z.string(),
    notes: list(z.string()),
    failed: list(z.any()),
    a: z.string(),
    b: z.string(),
  },
  roles: ["lead"],
  agents: {
    writer: agent({
      args: z.object({ item: Item }),
      output: z.string(),
      run: async ({ item }, { signal }) => {
        await sleep(item.id === "slow" ? 40 : 1, signal);
        if (item.id === "bad") throw new Error("bad item");
        return `wrote ${item.id}`;
      },
    }),
  },
  tasks: {
    fast: task({ labels: ["ok", "reject"], args: z.object({}), output: z.string(), run: async () => ({ label: "ok", output: "fast" }) }),
    slow: task({
      labels: ["ok", "reject"],
      args: z.object({}),
      output: z.string(),
      run: async (_, { signal }) => {
        await sleep(slowMs, signal);
        log.push("slow done");
        return { label: "ok", output: "slow" };
      },
    }),
  },
  tools: {
    boom: tool({
      errors: {},
      args: z.object({}),
      output: z.string(),
      run: async () => {
        throw new ToolError("BOOM", "boom");
      },
    }),
  },
  questions: {
    ask: question({ prompt: "?", decisions: { yes: null, no: null } }),
    stopped: question({ prompt: "?", decisions: { cancelled: null, kept: null } }),
  },
  graphs: { child, crew },
});
const make = (nodes: object, start = "x") =>
  rememberRegistry({ id: "g", version: 1, start, input: ["items", "item"], nodes } as never, world.registry as never);
const after = { kind: "task", task: "fast", writes: "note", routes: { ok: "end", reject: "end" } };
const branches = {
  fast: { kind: "task", task: "fast", writes: "a", routes: { ok: "join", reject: "deny" } },
  slow: { kind: "task", task: "slow", writes: "b", routes: { ok: "join", reject: "deny" } },
};
const deny = { kind: "agent", agent: "writer", writes: "note", next: "end" };
const one = { id: "i" };

describe("parallel", () => {
  it("joins once when all branches are done", async () => {
    const result = await runPath(make({ x: { kind: "parallel", branches, next: "after" }, after, deny }), { input: {} });
    expect(result.path).toEqual(["x.fast -ok-> join", "x.slow -ok-> join", "x -next-> after", "after -ok-> end"]);
    expect(result.state).toMatchObject({ a: "fast", b: "slow" });
  });
  it("leaves early by a branch's own edge, and cancels the siblings", async () => {
    log.length = 0;
    slowMs = 60_000;
    const result = await runPath(make({ x: { kind: "parallel", branches, next: "after" }, after, deny }), {
      input: { item: one },
      tasks: { fast: "reject" },
    });
    expect(result.path).toEqual(["x.fast -reject-> deny", "x.slow -cancelled-> join", "x -fast.reject-> deny", "deny -next-> end"]);
    expect(log).toEqual([]);
  });
  it("takes its error edge when a branch fails, after the siblings are done", async () => {
    log.length = 0;
    const failing = { ...branches, boom: { kind: "tool", tool: "boom", next: "join" } };
    const result = await runPath(make({ x: { kind: "parallel", branches: failing, onError: "deny", next: "after" }, after, deny }), {
      input: { item: one },
    });
    expect(result.path).toEqual(["x.boom -failed-> join", "x.fast -ok-> join", "x.slow -ok-> join", "x -error-> deny", "deny -next-> end"]);
    expect(log).toEqual(["slow done"]);
  });
  it("asks in a branch, keeps what its siblings did, and joins once after the answer", async () => {
    log.length = 0;
    const asking = { ...branches, ask: { kind: "interrupt", question: "ask", by: ["lead"], decisions: { yes: "join", no: "deny" } } };
    const graph = make({ x: { kind: "parallel", branches: asking, next: "after" }, after, deny });
    const result = await runPath(graph, { input: { item: one }, answers: { "x.ask": "yes" } });
    expect(result.path).toEqual(["x.ask -yes-> join", "x.fast -ok-> join", "x.slow -ok-> join", "x -next-> after", "after -ok-> end"]);
    expect(log).toEqual(["slow done"]);
    const left = await runPath(graph, { input: { item: one }, tasks: { fast: "reject" } });
    expect(left.path.slice(-2)).toEqual(["x -fast.reject-> deny", "deny -next-> end"]);
  });

  // a cancelled question was once an undeclared label of the graph that asks it
  const leavesLate = async () => {
    await sleep(20, new AbortController().signal);
    return "reject";
  };
  it.each(["child", "crew"] as const)("withdraws the question inside a subgraph (%s), which then does nothing more", async (inside) => {
    log.length = 0;
    const routes = inside === "child" ? { routes: { good: "join", bad: "join" } } : { next: "join" };
    const sub = { kind: "subgraph", graph: inside, ...routes, onError: "join" };
    const graph = make({ x: { kind: "parallel", branches: { fast: branches.fast, sub }, next: "deny" }, deny });
    const result = await runPath(graph, { input: { item: one }, tasks: { fast: leavesLate } });
    expect(result.error).toBeUndefined();
    expect(result.path).toEqual(["x.fast -reject-> deny", "x.sub -cancelled-> join", "x -fast.reject-> deny", "deny -next-> end"]);
    expect(log).not.toContain("went on");
  });
  it("takes the edge of a label that is called cancelled", async () => {
    const asking = { kind: "interrupt", question: "stopped", by: ["lead"], decisions: { cancelled: "deny", kept: "join" } };
    const graph = make({ x: { kind: "parallel", branches: { ask: asking }, next: "after" }, after, deny });
    const result = await runPath(graph, { input: { item: one }, answers: { "x.ask": "cancelled" } });
    expect(result.path).toEqual(["x.ask -cancelled-> deny", "x -ask.cancelled-> deny", "deny -next-> end"]);
  });
});

describe("each", () => {
  const each = {
    kind: "each",
    over: "items",
    as: "item",
    do: { kind: "agent", agent: "writer", writes: "note", next: "join" },
    collect: { notes: "note" },
    next: "end",
  };
  const items = ["slow", "b", "c"].map((id) => ({ id }));
  it("collects in item order, and keeps an item's channels out of the thread's", async () => {
    const result = await runPath(make({ x: each }), { input: { items } });
    expect(result.state.notes).toEqual(["wrote slow", "wrote b", "wrote c"]);
    expect(result.state.note).toBeUndefined();
    expect(result.path.at(-1)).toBe("x -next-> end");
  });
  it("skips an empty list", async () => {
    expect((await runPath(make({ x: each }), { input: { items: [] } })).path).toEqual(["x -next-> end"]);
  });
  it("collects failures with the items that failed", async () => {
    const graph = make({ x: { ...each, failures: { collect: "failed", next: "after" } }, after });
    const result = await runPath(graph, { input: { items: [...items, { id: "bad" }] } });
    expect(result.state).toMatchObject({
      notes: ["wrote slow", "wrote b", "wrote c"],
      failed: [{ index: 3, item: { id: "bad" }, error: "unexpected: bad item" }],
    });
    expect(result.path.slice(-2)).toEqual(["x -failures-> after", "after -ok-> end"]);
  });
  it("respects maxConcurrency, also 1", async () => {
    expect((await runPath(make({ x: { ...each, maxConcurrency: 1 } }), { input: { items } })).state.notes).toEqual([
      "wrote slow",
      "wrote b",
      "wrote c",
    ]);
  });
  it("asks in a subgraph in each item, and does not repeat finished work of the item", async () => {
    log.length = 0;
    const graph = make({
      x: {
        ...each,
        do: { kind: "subgraph", graph: "child", input: { item: "item" }, output: { note: "note" }, routes: { good: "join", bad: "join" } },
      },
    });
    const result = await runPath(graph, { input: { items: items.slice(1) }, answers: { ask: ["yes", "no"] } });
    expect(result.error).toBeUndefined();
    expect(result.path).toEqual([
      "x[0]/who -next-> ask",
      "x[0]/ask -yes-> end:good",
      "x[0] -good-> join",
      "x[1]/who -next-> ask",
      "x[1]/ask -no-> end:bad",
      "x[1] -bad-> join",
      "x -next-> end",
    ]);
    expect(result.state.notes).toEqual(["note b", "note c"]);
    expect(log).toEqual(["who b", "who c"]);
  });
});

describe("a subgraph", () => {
  it("ends with a label that the parent routes", async () => {
    const graph = make({
      x: { kind: "subgraph", graph: "child", input: { item: "item" }, output: { note: "note" }, routes: { good: "end", bad: "after" } },
      after,
    });
    const result = await runPath(graph, { input: { item: one }, answers: { ask: "no" } });
    expect(result.path).toEqual(["x/who -next-> ask", "x/ask -no-> end:bad", "x -bad-> after", "after -ok-> end"]);
  });
});

it("an empty list leaves an empty collection, not an older one", async () => {
  const over = setup({
    state: { items: list(Item), item: Item, note: z.string(), notes: z.array(z.string()) },
    agents: { writer: agent({ args: z.object({ item: Item }), output: z.string(), run: async ({ item }) => item.id }) },
  });
  const graph = over.defineGraph({
    id: "empty",
    version: 1,
    start: "x",
    input: ["items"],
    nodes: {
      x: {
        kind: "each",
        over: "items",
        as: "item",
        do: { kind: "agent", agent: "writer", writes: "note", next: "join" },
        collect: { notes: "note" },
        next: "end",
      },
    },
  });
  expect((await runPath(graph, { input: { items: [] } })).state.notes).toEqual([]);
});

it("a LangGraph built by hand can be a subgraph, and may ask", async () => {
  const State = new StateSchema({ text: z.string(), said: z.string().optional() });
  const byHand = new StateGraph(State)
    .addNode("ask", ({ text }) => ({ said: `${text} ${(interrupt({ really: text }) as { word: string }).word}` }))
    .addEdge(START, "ask")
    .addEdge("ask", END)
    .compile();
  const over = setup({
    state: { text: z.string(), said: z.string() },
    graphs: { byHand: rawGraph({ graph: byHand, args: z.object({ text: z.string() }), output: z.object({ said: z.string() }) }) },
  });
  const graph = over.defineGraph({
    id: "raw",
    version: 1,
    start: "x",
    input: ["text"],
    nodes: { x: { kind: "subgraph", graph: "byHand", output: { said: "said" }, next: "end" } },
  });
  const compiled = compileGraph(graph, { ports: memoryPorts(), checkpointer: new MemorySaver() });
  const config = { configurable: { thread_id: "raw" } };
  const asked = (await compiled.invoke({ text: "hello" }, config)) as { __interrupt__: { id: string; value: unknown }[] };
  expect(asked.__interrupt__[0]?.value).toEqual({ really: "hello" });
  const done = await compiled.invoke(new Command({ resume: { [asked.__interrupt__[0]?.id as string]: { word: "world" } } }), config);
  expect(done).toMatchObject({ said: "hello world" });
});
