import { Annotation, StateGraph } from "@langchain/langgraph";
import { fakeModel } from "langchain";
import { expect, it } from "vitest";
import { z } from "zod";
import { agent, list, question, rawGraph, setup, task, tool } from "../../language/index.ts";
import { enumeratePaths, runPath } from "../../testkit/index.ts";
import { checkEnumeration, clean } from "./check-enumeration.ts";

const failure = z.object({ index: z.number(), item: z.string(), error: z.string() });
const state = {
  text: z.string(),
  size: z.enum(["small", "large"]),
  items: z.array(z.string()),
  item: z.string(),
  out: z.string(),
  outs: list(z.string()),
  failed: list(failure),
};
const code = {
  state,
  roles: ["lead"],
  models: { fast: () => fakeModel() },
  agents: {
    writer: agent({
      args: z.object({ text: z.string() }),
      output: z.string(),
      model: "fast",
      prompt: "{text}",
      tools: ["pay", "look"],
    }),
    sizer: agent({
      args: z.object({ text: z.string() }),
      output: z.object({ size: z.enum(["small", "large"]), text: z.string() }),
      run: async () => ({ size: "small" as const, text: "" }),
    }),
  },
  tools: {
    pay: tool({
      description: "Pays.",
      errors: { CLOSED: "final" },
      effect: "idempotent",
      args: z.object({ text: z.string() }),
      output: z.string(),
      run: async () => "paid",
    }),
    look: tool({ description: "Looks.", errors: {}, args: z.object({ text: z.string() }), output: z.string(), run: async () => "" }),
    read: tool({ errors: {}, effect: "none", args: z.object({ item: z.string() }), output: z.string(), run: async ({ item }) => item }),
  },
  tasks: { check: task({ labels: ["ok", "bad"], args: z.object({ text: z.string() }), run: async () => ({ label: "ok" }) }) },
  questions: {
    agree: question({ prompt: "?", decisions: { yes: null, no: null } }),
    measure: question({ prompt: "?", decisions: { done: z.object({ size: z.enum(["small", "large"]) }) } }),
  },
} as const;
const desk = setup(code);
const person = {
  kind: "interrupt",
  question: "agree",
  by: ["lead"],
  decisions: { yes: "end", no: "end" },
  deadlines: [{ after: "1d", next: "end" }],
} as const;

it("an each node with `failures` beside a default for errors: only its own list can fail then", async () => {
  const each = {
    kind: "each",
    over: "items",
    as: "item",
    do: { kind: "tool", tool: "read", writes: "out", next: "join" },
    collect: { outs: "out" },
    failures: { collect: "failed", next: "end" },
    next: "end",
  } as const;
  const graph = desk.defineGraph({
    id: "listed",
    version: 1,
    start: "e",
    input: ["items"],
    defaults: { onError: "person" },
    nodes: { e: each, person },
  });
  const checked = await checkEnumeration(graph);
  expect(checked).toMatchObject(clean);
  expect(checked.names).toContain("e -error-> person");
  expect(checked.names).toContain("e -failures-> end");
});

it("an approval: each decision about each tool, also of an item, a branch and a graph inside", async () => {
  const asking = { kind: "agent", agent: "writer", writes: "out", approval: { tools: ["pay"], by: ["lead"] } } as const;
  const inner = desk.defineGraph({
    id: "asks",
    version: 1,
    start: "ask",
    input: ["text"],
    output: ["out"],
    nodes: { ask: { ...asking, next: "end" } },
  });
  const graph = setup({ ...code, graphs: { asks: inner } }).defineGraph({
    id: "approvals",
    version: 1,
    start: "first",
    input: ["text", "items"],
    nodes: {
      first: {
        ...asking,
        approval: { tools: ["pay", "look"], by: ["lead"], ask: "oneByOne" },
        onError: { "tool:pay": "end" },
        next: "both",
      },
      both: {
        kind: "parallel",
        branches: { ask: { ...asking, next: "join" }, look: { kind: "task", task: "check", routes: { ok: "join", bad: "end" } } },
        next: "each",
      },
      each: { kind: "each", over: "items", as: "text", do: { ...asking, next: "join" }, collect: { outs: "out" }, next: "inside" },
      inside: { kind: "subgraph", graph: "asks", output: { out: "out" }, next: "end" },
    },
  });
  const checked = await checkEnumeration(graph, { limit: 1 });
  expect(checked).toMatchObject(clean);
  const asked = checked.names.filter((name) => name.includes("asks about"));
  const every = (node: string, name: string) =>
    ["approve", "edit", "reject", "respond"].map((type) => `${node} asks about ${name}: ${type}`);
  expect(asked).toEqual([...every("first", "pay"), ...every("first", "look"), ...every("both.ask", "pay"), ...every("each", "pay")]);
});

it("a person's branch that leaves early lets the others join: its question is shown when they have ended", async () => {
  const graph = desk.defineGraph({
    id: "leaves",
    version: 1,
    start: "both",
    input: ["text"],
    nodes: {
      both: {
        kind: "parallel",
        branches: {
          ask: { ...person, decisions: { yes: "join", no: "end" } },
          work: { kind: "task", task: "check", routes: { ok: "join", bad: "end" } },
          look: { kind: "agent", agent: "sizer", writes: { out: "text" }, next: "join" },
        },
        next: "end",
      },
    },
  });
  expect(await checkEnumeration(graph)).toMatchObject(clean);
});

it("a failure inside a subgraph, wherever it is, and what its channels must hold", async () => {
  const inner = desk.defineGraph({
    id: "inner",
    version: 1,
    start: "sort",
    input: ["size", "text"],
    output: ["out", "size"],
    endsWith: ["done", "refused"],
    nodes: {
      sort: { kind: "router", on: "size", routes: { small: "gauge", large: "pay" } },
      gauge: { kind: "agent", agent: "sizer", writes: { size: "size" }, onError: "end:refused", next: "again" },
      again: { kind: "router", on: "size", routes: { small: "end:done", large: "end:refused" } },
      pay: { kind: "tool", tool: "pay", writes: "out", onError: { CLOSED: "end:refused" }, next: "end:done" },
    },
  });
  const graph = setup({ ...code, graphs: { inner } }).defineGraph({
    id: "outer",
    version: 1,
    start: "measure",
    input: ["text"],
    nodes: {
      measure: {
        kind: "interrupt",
        question: "measure",
        by: ["lead"],
        decisions: { done: "inside" },
        writes: { done: { size: "size" } },
        deadlines: [{ after: "1d", next: "end" }],
      },
      inside: { kind: "subgraph", graph: "inner", output: { size: "size" }, routes: { done: "sort", refused: "end" }, onError: "person" },
      sort: { kind: "router", on: "size", routes: { small: "end", large: "person" } },
      person,
    },
  });
  expect(await checkEnumeration(graph)).toMatchObject(clean);
});

it("a subgraph that takes all its failures itself, one in every item, and questions of items", async () => {
  const inner = desk.defineGraph({
    id: "careful",
    version: 1,
    start: "write",
    input: ["text"],
    output: ["out"],
    nodes: {
      write: { kind: "agent", agent: "writer", writes: "out", onError: "other", next: "end" },
      other: { kind: "agent", agent: "sizer", writes: { out: "text" }, onError: "end", next: "end" },
    },
  });
  const graph = setup({ ...code, graphs: { careful: inner } }).defineGraph({
    id: "careful-each",
    version: 1,
    start: "once",
    input: ["text", "items"],
    nodes: {
      once: { kind: "subgraph", graph: "careful", output: { out: "out" }, onError: "person", next: "own" },
      own: {
        kind: "each",
        over: "items",
        as: "text",
        threads: "own",
        do: { kind: "subgraph", graph: "careful", output: { out: "out" }, next: "join" },
        failures: { collect: "failed", next: "person" },
        next: "ask",
      },
      ask: {
        kind: "each",
        over: "items",
        as: "item",
        do: {
          kind: "interrupt",
          question: "agree",
          by: ["lead"],
          decisions: { yes: "join", no: "join" },
          deadlines: [{ after: "1d", next: "join" }],
        },
        next: "end",
      },
      person,
    },
  });
  const notForced = [{ node: "own", label: "failures", target: "person", reason: "cannot-fail" }];
  expect(await checkEnumeration(graph)).toMatchObject({ ...clean, notForced });
});

it("a LangGraph built by hand answers and fails by its node's script, and does not run", async () => {
  let runs = 0;
  const State = Annotation.Root({ text: Annotation<string>(), answer: Annotation<string>() });
  const byHand = new StateGraph(State)
    .addNode("ask", async () => {
      runs += 1;
      return { answer: "real" };
    })
    .addEdge("__start__", "ask")
    .compile();
  const raw = rawGraph({ graph: byHand, args: z.object({ text: z.string() }), output: z.object({ answer: z.enum(["small", "large"]) }) });
  const inside = { kind: "subgraph", graph: "raw", output: { size: "answer" } } as const;
  const graph = setup({ ...code, graphs: { raw } }).defineGraph({
    id: "by-hand",
    version: 1,
    start: "one",
    input: ["text", "items"],
    nodes: {
      one: { ...inside, onError: "person", next: "sort" },
      sort: { kind: "router", on: "size", routes: { small: "both", large: "all" } },
      both: {
        kind: "parallel",
        branches: { hand: { ...inside, next: "join" }, task: { kind: "task", task: "check", routes: { ok: "join", bad: "end" } } },
        onError: "person",
        next: "end",
      },
      all: {
        kind: "each",
        over: "items",
        as: "text",
        do: { ...inside, next: "join" },
        failures: { collect: "failed", next: "person" },
        next: "end",
      },
      person,
    },
  });
  expect(await checkEnumeration(graph)).toMatchObject(clean);
  expect(runs).toBe(0);
});

it("a bound around a subgraph that ends at a bound of its own: the inner one is not spent each time", async () => {
  const inner = desk.defineGraph({
    id: "polls",
    version: 1,
    start: "poll",
    input: ["text"],
    nodes: { poll: { kind: "task", task: "check", routes: { ok: "poll", bad: "poll" }, visits: { max: 33, next: "end" } } },
  });
  const graph = setup({ ...code, graphs: { polls: inner } }).defineGraph({
    id: "nested-bounds",
    version: 1,
    start: "call",
    input: ["text"],
    nodes: {
      call: { kind: "subgraph", graph: "polls", next: "again", visits: { max: 50, next: "end" } },
      again: { kind: "task", task: "check", routes: { ok: "call", bad: "end" } },
    },
  });
  expect(await checkEnumeration(graph)).toMatchObject(clean);
  const spent = enumeratePaths(graph).paths.find(({ name }) => name === "call -exhausted-> end");
  const ran = await runPath(graph, spent?.scenario ?? { input: {} });
  expect(ran.steps.length).toBeLessThan(220);
});
