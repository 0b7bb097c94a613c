/** Memory of a subgraph: what it keeps, it finds at its next call by the same node; an item of each has none. */
import { MemorySaver } from "@langchain/langgraph";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { compileGraph } from "../../../compile/compile-graph.ts";
import { channel, type GraphData, list, messages, question, setup, task, validate } from "../../../language/index.ts";
import { runPath } from "../../../testkit/index.ts";
import { memoryPorts } from "../../../testkit/memory/memory-ports.ts";

/** Notes what it is told, and says what it knew before. */
const notes = setup({
  state: {
    ...{ said: z.string(), notes: list(z.string()), talk: messages(), last: z.string(), seen: z.string(), scratch: list(z.string()) },
    sum: channel(z.number(), { reduce: (a, b) => a + b, initial: 100 }),
  },
  roles: ["lead"],
  tasks: {
    note: task({
      labels: ["ok"],
      args: z.object({
        said: z.string(),
        notes: z.array(z.string()),
        talk: z.array(z.any()),
        scratch: z.array(z.string()),
        sum: z.number(),
        last: z.string().optional(),
      }),
      output: z.object({ said: z.string(), one: z.number(), seen: z.string() }),
      run: async ({ said, notes: before, talk, scratch, sum, last = "nothing" }) => ({
        label: "ok",
        output: {
          said,
          one: 1,
          seen: `${before.join("")}/${talk.map(({ content }) => content).join("")}/${scratch.length}/${sum}/${last}`,
        },
      }),
    }),
    fail: task({
      labels: ["ok"],
      args: z.object({ said: z.string() }),
      run: async ({ said }) => {
        if (said === "x") throw new Error("x");
        return { label: "ok" };
      },
    }),
  },
  questions: { fine: question({ prompt: "?", decisions: { yes: null } }) },
});
const memo = (more: Record<string, unknown> = {}, next = "end") =>
  notes.defineGraph({
    ...{ id: "memo", version: 1, start: "note", input: ["said"], keeps: ["notes", "talk", "sum", "last"] },
    nodes: {
      note: {
        kind: "task",
        task: "note",
        writes: { notes: "said", talk: "said", scratch: "said", last: "said", sum: "one", seen: "seen" },
        routes: { ok: next as never },
      },
      ...more,
    } as never,
  });
const outer = (graphs: Readonly<Record<string, GraphData>>, nodes: object, start = Object.keys(nodes)[0]) =>
  setup({
    state: { said: z.string(), seen: z.string(), other: z.string(), items: z.array(z.string()), item: z.string(), seens: list(z.string()) },
    tasks: {
      on: task({
        labels: ["a", "b"],
        args: z.object({ said: z.string() }),
        run: async ({ said }) => ({ label: said === "b" ? "b" : "a" }),
      }),
    },
    graphs,
  } as never).defineGraph({ id: "outer", version: 1, start, input: ["said", "items"], output: ["seen", "other", "seens"], nodes } as never);
const call = { kind: "subgraph", graph: "memo", output: { seen: "seen" }, next: "end" };
const turns = (...said: string[]) => said.map((one) => ({ said: one }));
const seen = async (graph: GraphData, [first, ...more]: string[], scenario: object = {}) => {
  const { state, error } = await runPath(graph, { input: { said: first }, turns: turns(...more), ...scenario } as never);
  expect(error).toBeUndefined();
  return state.seen;
};

describe("from turn to turn", () => {
  it("every kind of channel is kept as it was, and others begin anew", async () => {
    const graph = outer({ memo: memo() }, { s: call });
    expect(await seen(graph, ["a"])).toBe("//0/100/nothing");
    expect(await seen(graph, ["a", "b"])).toBe("a/a/0/101/a");
    expect(await seen(graph, ["a", "b", "c"])).toBe("ab/ab/0/102/b");
  });

  it("a graph inside a graph, which itself keeps nothing", async () => {
    const middle = outer({ memo: memo() }, { in: call });
    const graph = outer({ middle }, { s: { ...call, graph: "middle" } });
    expect(await seen(graph, ["a", "b", "c"])).toBe("ab/ab/0/102/b");
  });

  it("each node has a memory of its own", async () => {
    const graph = outer({ memo: memo() }, { on: { kind: "task", task: "on", routes: { a: "s", b: "t" } }, s: call, t: call });
    expect(await seen(graph, ["a", "b"])).toBe("//0/100/nothing");
    expect(await seen(graph, ["a", "b", "a"])).toBe("a/a/0/101/a");
  });

  it("each branch has one", async () => {
    const branch = { ...call, next: "join" };
    const branches = { one: branch, two: { ...branch, output: { other: "seen" } } };
    const graph = outer({ memo: memo() }, { p: { kind: "parallel", branches, next: "end" } });
    const { state } = await runPath(graph, { input: { said: "a" }, turns: turns("b") } as never);
    expect([state.seen, state.other]).toEqual(["a/a/0/101/a", "a/a/0/101/a"]);
  });

  it("what a failed call has noted is not kept", async () => {
    const failing = memo({ fail: { kind: "task", task: "fail", routes: { ok: "end" } } }, "fail");
    const graph = outer({ memo: failing }, { s: { ...call, onError: "end" } });
    expect(await seen(graph, ["a", "x", "c"])).toBe("a/a/0/101/a");
  });

  it("and over a question in the middle of a call", async () => {
    const asking = memo({ ask: { kind: "interrupt", question: "fine", by: ["lead"], decisions: { yes: "end" } } }, "ask");
    const graph = outer({ memo: asking }, { s: call });
    expect(await seen(graph, ["a", "b"], { answers: { ask: ["yes", "yes"] } })).toBe("a/a/0/101/a");
  });
});

it("twice within a turn", async () => {
  const graph = outer(
    { memo: memo() },
    { s: { ...call, next: "again" }, again: { kind: "task", task: "on", visits: { max: 1, next: "end" }, routes: { a: "s", b: "end" } } },
  );
  expect(await seen(graph, ["a"])).toBe("a/a/0/101/a");
});

it("lives in the caller's checkpoints: a fork goes on from what was known there, and no caller can hand one in", async () => {
  const compiled = compileGraph(outer({ memo: memo() }, { s: call }), { ports: memoryPorts(), checkpointer: new MemorySaver() });
  const config = { configurable: { thread_id: "t" } };
  const turn = async (said: string, at: object = config) => (await compiled.invoke({ said }, at)).seen;
  expect([await turn("a"), await turn("b")]).toEqual(["//0/100/nothing", "a/a/0/101/a"]);
  const before: { config: object; next: readonly string[] }[] = [];
  for await (const state of compiled.getStateHistory(config)) before.push(state);
  const afterFirst = before.filter(({ next }) => next.length === 0).at(-1);
  expect(await turn("c", afterFirst?.config)).toBe("a/a/0/101/a");
  expect(Object.keys((await compiled.getState(config)).values)).not.toContain("__memory");
  await expect(compiled.invoke({ said: "a", __kept: { notes: ["forged"] } }, config)).rejects.toThrow('no input "__kept"');
});

describe("an item has no memory", () => {
  const each = (graph: string, threads: string) => ({
    kind: "each",
    over: "items",
    as: "item",
    threads,
    do: { kind: "subgraph", graph, input: { said: "item" }, output: { seen: "seen" }, next: "join" },
    next: "end",
  });
  it.each(["shared", "own"])("%s threads", (threads) => {
    const middle = outer({ memo: memo() }, { in: call });
    const graph = { id: "outer", version: 1, start: "e", input: ["said", "items"] };
    const { registry } = setup({
      state: { said: z.string(), items: z.array(z.string()), item: z.string(), seen: z.string() },
      graphs: { memo: memo(), middle },
    });
    for (const name of ["memo", "middle"]) {
      const { issues } = validate(registry, { ...graph, nodes: { e: each(name, threads) } });
      expect(issues).toMatchObject([
        { code: "KEEPS_IN_ITEM", path: ["nodes", "e", "do", "graph"], message: expect.stringContaining("keeps") },
      ]);
    }
  });
});
