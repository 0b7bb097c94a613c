/** Budgets of steps, tokens, dollars and time: each is spent by what can spend it, and no path stumbles over one on its way. */
import { fakeModel } from "langchain";
import { expect, it } from "vitest";
import { z } from "zod";
import { agent, question, setup, task } from "../../language/index.ts";
import { runPath } from "../../testkit/index.ts";
import { checkEnumeration, clean } from "./check-enumeration.ts";

const code = {
  state: { text: z.string(), items: z.array(z.string()), item: z.string() },
  roles: ["lead"],
  models: { fast: () => fakeModel() },
  agents: {
    writer: agent({ args: z.object({ text: z.string() }), output: z.string(), model: "fast", prompt: "{text}" }),
    coder: agent({ args: z.object({ text: z.string() }), output: z.string(), run: async () => "text" }),
  },
  tasks: {
    look: task({ labels: ["again", "done"], args: z.object({ text: z.string() }), run: async () => ({ label: "done" }) }),
    work: task({
      labels: ["ok"],
      args: z.object({ text: z.string() }),
      output: z.string(),
      run: async () => ({ label: "ok", output: "" }),
    }),
  },
  questions: { agree: question({ prompt: "?", decisions: { yes: null, no: null } }) },
} as const;
const desk = setup(code);
const one = { version: 1, start: "work", input: ["text"] } as const;
const loop = {
  work: { kind: "task", task: "work", writes: "text", routes: { ok: "look" } },
  look: { kind: "task", task: "look", routes: { again: "work", done: "end" }, visits: { max: 20, next: "end" } },
} as const;
const stopped = { stopped: { kind: "task", task: "work", writes: "text", routes: { ok: "end" } } } as const;
const person = { kind: "interrupt", question: "agree", by: ["lead"], decisions: { yes: "end", no: "end" } } as const;

const limits = [{ steps: 5 }, { steps: 1 }, { time: "10m" }, { steps: 6, time: "1ms" }] as const;
it.each(limits)("a loop of tasks that only a budget of %o stops", async (limit) => {
  const toNode = desk.defineGraph({ id: "loop", ...one, budget: { ...limit, next: "stopped" }, nodes: { ...loop, ...stopped } });
  const toEnd = desk.defineGraph({ id: "loop", ...one, budget: { ...limit, next: "end" }, nodes: loop });
  for (const graph of [toNode, toEnd]) {
    const { names, ...checked } = await checkEnumeration(graph);
    expect(checked).toEqual(clean);
    expect(names.filter((name) => name.includes("-budget->"))).toHaveLength(2);
  }
});

const spent = [{ usd: 0.5 }, { usd: 0.0000001 }, { tokens: 7 }, { usd: 3, tokens: 1 }, { time: "90s" }] as const;
it.each(spent)("an agent spends a budget of %o, whether it is a model or code", async (limit) => {
  for (const name of ["writer", "coder"] as const) {
    const write = { kind: "agent", agent: name, writes: "text", next: "look" } as const;
    const nodes = { ...loop, work: write, ...stopped };
    const graph = desk.defineGraph({ id: "writes", ...one, budget: { ...limit, next: "stopped" }, nodes });
    const { names, ...checked } = await checkEnumeration(graph);
    expect(checked).toEqual(clean);
    expect(names).toContain("look -budget-> stopped");
  }
});

it.each([{ usd: 0.5 }, { tokens: 7 }] as const)("an agent of a graph inside spends a budget of %o around it", async (limit) => {
  const write = { kind: "agent", agent: "writer", writes: "text", next: "end" } as const;
  const inner = desk.defineGraph({
    id: "inner",
    ...one,
    output: ["text"],
    nodes: {
      work: { kind: "task", task: "work", writes: "text", routes: { ok: "write" } },
      write,
    },
  });
  const graph = setup({ ...code, graphs: { inner } }).defineGraph({
    id: "outer",
    ...one,
    budget: { ...limit, next: "end" },
    nodes: {
      work: { kind: "subgraph", graph: "inner", output: { text: "text" }, next: "look" },
      look: { kind: "task", task: "look", routes: { again: "end", done: "end" } },
    },
  });
  const { names, ...checked } = await checkEnumeration(graph);
  expect(checked).toEqual(clean);
  expect(names).toContain("look -budget-> end");
});

it("without an agent nothing spends dollars: the edge is reported, and no path takes it", async () => {
  const graph = desk.defineGraph({ id: "poor", ...one, budget: { usd: 1, next: "end" }, nodes: loop });
  const { notForced, wrong, forgotten, both } = await checkEnumeration(graph);
  expect({ wrong, forgotten, both }).toEqual({ wrong: [], forgotten: [], both: [] });
  expect([...new Set(notForced.map(({ label, reason }) => `${label}: ${reason}`))]).toEqual(["budget: budget-not-spent"]);
});

it.each([...limits, ...spent])("a graph inside whose budget of %o leads to an ending of its own", async (limit) => {
  const inner = desk.defineGraph({
    id: "inner",
    ...one,
    endsWith: ["well", "spent"],
    output: ["text"],
    budget: { ...limit, next: "end:spent" },
    nodes: {
      work: loop.work,
      look: { ...loop.look, routes: { again: "work", done: "write" }, visits: { max: 9, next: "write" } },
      write: { kind: "agent", agent: "writer", writes: "text", next: "last" },
      last: { kind: "task", task: "work", writes: "text", routes: { ok: "end:well" } },
    },
  });
  const graph = setup({ ...code, graphs: { inner } }).defineGraph({
    id: "outer",
    version: 1,
    start: "first",
    input: ["text"],
    budget: { steps: 4, next: "person" },
    nodes: {
      first: { kind: "task", task: "work", writes: "text", routes: { ok: "inside" } },
      inside: { kind: "subgraph", graph: "inner", output: { text: "text" }, routes: { well: "after", spent: "person" } },
      after: { kind: "task", task: "work", writes: "text", routes: { ok: "end" } },
      person,
    },
  });
  for (const each of [inner, graph]) {
    const { names, ...checked } = await checkEnumeration(each);
    expect(checked).toEqual(clean);
  }
});

it.each(limits)("a budget of %o around branches, items and a person", async (limit) => {
  const item = { kind: "task", task: "work", args: { text: "item" }, writes: "text", routes: { ok: "join" } } as const;
  const graph = desk.defineGraph({
    id: "around",
    version: 1,
    start: "work",
    input: ["text", "items"],
    budget: { ...limit, next: "person" },
    nodes: {
      work: { kind: "task", task: "work", writes: "text", routes: { ok: "both" } },
      both: {
        kind: "parallel",
        branches: {
          one: { kind: "task", task: "look", routes: { again: "join", done: "end" } },
          two: { kind: "task", task: "work", writes: "text", routes: { ok: "join" } },
        },
        next: "each",
      },
      each: { kind: "each", over: "items", as: "item", do: { ...item, writes: "item" }, collect: {}, next: "last" },
      last: { kind: "task", task: "work", writes: "text", routes: { ok: "person" } },
      person,
    },
  });
  const { names, ...checked } = await checkEnumeration(graph);
  expect(checked).toEqual(clean);
  if ("steps" in limit) expect(names.filter((name) => name.includes("-budget->"))).toHaveLength(4 - 1);
});

it("the fields by hand: `*` among the bounds, `usd` and `takes` in a script", async () => {
  const write = { kind: "agent", agent: "writer", writes: "text", next: "look" } as const;
  const graph = desk.defineGraph({
    id: "by-hand",
    ...one,
    budget: { steps: 50, usd: 2, time: "1h", next: "end" },
    nodes: { ...loop, work: write },
  });
  const input = { text: "hello" };
  const nodes = { work: [{ label: "next", output: "text" }], look: [{ label: "again" }] };
  const by = async (scenario: object) => (await runPath(graph, { input, nodes, ...scenario })).path;
  expect(await by({ bounds: { "*": 3 } })).toEqual(["work -next-> look", "look -again-> work", "work -next-> look", "look -budget-> end"]);
  expect(await by({ nodes: { ...nodes, work: [{ label: "next", output: "text", usd: 1 }] } })).toHaveLength(4);
  const slow = await runPath(graph, { input, nodes: { ...nodes, look: [{ label: "again", takes: "30m" }] } });
  expect(slow.path).toHaveLength(5);
  expect(slow.details).toContain("look takes 30m");
  await expect(runPath(graph, { input, bounds: { "inner/*": 3 } })).rejects.toThrow(
    'bounds.inner/*: there is no node with visits "inner/*". Known: "look", "*".',
  );
});
