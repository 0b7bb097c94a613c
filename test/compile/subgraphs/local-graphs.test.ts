/** Graphs in a declaration's head: they take and give back channels by name, keep what is theirs alone, and are part of the declaration. */
import { MemorySaver } from "@langchain/langgraph";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { compileGraph } from "../../../compile/compile-graph.ts";
import { normalise } from "../../../language/graph/normalise.ts";
import { agent, channel, type GraphData, list, messages, question, registryOf, setup, task, validate } from "../../../language/index.ts";
import { definitionOf } from "../../../language/versions/fingerprint.ts";
import { fitDefinition } from "../../../language/versions/fit-definition.ts";
import { runPath, testGraph } from "../../../testkit/index.ts";
import { memoryPorts } from "../../../testkit/memory/memory-ports.ts";

const registry = {
  state: {
    docs: z.array(z.string()),
    doc: z.string(),
    draft: z.string(),
    verdict: z.string(),
    results: list(z.string()),
    log: list(z.string()),
    talk: messages(),
    tries: channel(z.number(), { reduce: (a, b) => a + b, initial: 10 }),
  },
  roles: ["lead"],
  agents: {
    writer: agent({
      args: z.object({ doc: z.string() }),
      with: z.object({ tone: z.string() }),
      output: z.object({ text: z.string(), one: z.number() }),
      run: async ({ doc }, { with: { tone } }) => ({ text: `${tone} ${doc}`, one: 1 }),
    }),
  },
  tasks: {
    judge: task({
      labels: ["good", "bad"],
      args: z.object({ draft: z.string(), log: z.array(z.string()) }),
      output: z.string(),
      run: async ({ draft, log }) => ({ label: draft.includes("b") ? "bad" : "good", output: `${log.length}: ${draft}` }),
    }),
  },
  questions: { fine: question({ prompt: "?", decisions: { yes: null } }) },
} as const;
const { defineGraph } = setup(registry);

const orders = () =>
  defineGraph({
    id: "orders",
    version: 1,
    start: "all",
    input: ["docs", "doc"],
    output: ["draft", "results", "log", "talk", "tries"],
    graphs: {
      write: {
        start: "drafting",
        endsWith: ["fine", "poor"],
        params: { tone: "warm" },
        nodes: {
          drafting: {
            kind: "agent",
            agent: "writer",
            with: { tone: { param: "tone" } },
            writes: { draft: "text", tries: "one", talk: "text" },
            next: "check",
          },
          check: { kind: "task", task: "judge", writes: "log", routes: { good: "end:fine", bad: "end:poor" } },
        },
      },
      twice: {
        start: "one",
        nodes: {
          one: { kind: "subgraph", graph: "write", routes: { fine: "two", poor: "two" } },
          two: { kind: "subgraph", graph: "write", with: { tone: "cold" }, routes: { fine: "end", poor: "end" } },
        },
      },
    },
    nodes: {
      all: {
        kind: "each",
        over: "docs",
        as: "doc",
        do: { kind: "subgraph", graph: "write", routes: { fine: "join", poor: "join" } },
        collect: { results: "draft" },
        next: "again",
      },
      again: { kind: "subgraph", graph: "write", with: { tone: "cold" }, routes: { fine: "end", poor: "third" } },
      third: { kind: "subgraph", graph: "twice", next: "end" },
    },
  });

describe("a graph in the head", () => {
  it("runs where it is called, and gives back what it writes: lists and reduced channels only what was added", async () => {
    const { path, state } = await runPath(orders(), { input: { docs: ["x", "y"], doc: "b" } });
    expect(path).toContain("again/drafting -next-> check");
    expect(path).toContain("third/two/check -bad-> end:poor");
    expect(state.results).toEqual(["warm x", "warm y"]);
    expect(state.log).toEqual(["0: cold b", "1: warm b", "2: cold b"]);
    expect(state.draft).toBe("cold b");
    // each call begins at the reducer's initial value
    expect(state.tries).toBeGreaterThan(10);
    expect((state.talk as { text: string }[]).map(({ text }) => text)).toEqual(["cold b", "warm b", "cold b"]);
  });

  it("takes what it must have, and what it may read", () => {
    const { nodes } = normalise(orders(), registry);
    expect(nodes.again).toMatchObject({
      input: { doc: "doc", draft: "draft", log: "log", talk: "talk" },
      optional: ["draft", "log", "talk"],
      shared: ["draft", "log", "talk"],
    });
    const without = { ...orders(), input: ["docs"] };
    expect(validate(registry, JSON.parse(JSON.stringify(without))).issues.map(({ code, path }) => `${code} ${path.join(".")}`)).toEqual([
      "READ_BEFORE_WRITE nodes.again.input.doc",
      "READ_BEFORE_WRITE nodes.third.input.doc",
    ]);
  });

  it("keeps what only its own nodes read, unless it gives it or the caller names it", async () => {
    const scratch = (more: Partial<GraphData> = {}, gives?: string[]): GraphData => ({
      id: "scratch",
      version: 1,
      start: "write",
      input: ["doc"],
      nodes: { write: { kind: "subgraph", graph: "draft", routes: { good: "end", bad: "end" } } },
      graphs: {
        draft: {
          start: "drafting",
          endsWith: ["good", "bad"],
          ...(gives && { gives }),
          nodes: {
            drafting: { kind: "agent", agent: "writer", with: { tone: "warm" }, writes: { draft: "text" }, next: "check" },
            check: { kind: "task", task: "judge", writes: "verdict", routes: { good: "end:good", bad: "end:bad" } },
          },
        },
      },
      ...more,
    });
    const outputOf = (graph: GraphData) => (normalise(graph, registry).nodes.write as { output: object }).output;
    expect(validate(registry, scratch()).issues).toEqual([]);
    expect(outputOf(scratch())).toEqual({ verdict: "verdict" });
    expect(outputOf(scratch({ output: ["draft"] }))).toEqual({ draft: "draft", verdict: "verdict" });
    expect(outputOf(scratch({}, ["draft"]))).toEqual({ draft: "draft" });
  });

  it("asks, and goes on after the answer", async () => {
    const asking = defineGraph({
      id: "asking",
      version: 1,
      start: "first",
      input: ["doc"],
      graphs: {
        ask: {
          start: "person",
          nodes: { person: { kind: "interrupt", question: "fine", by: ["lead"], shows: ["doc"], decisions: { yes: "end" } } },
        },
      },
      nodes: {
        first: { kind: "subgraph", graph: "ask", next: "second" },
        second: { kind: "subgraph", graph: "ask", next: "end" },
      },
    });
    const { path } = await runPath(asking, { input: { doc: "x" }, answers: { person: ["yes", "yes"] } });
    expect(path).toEqual(["first/person -yes-> end", "first -next-> second", "second/person -yes-> end", "second -next-> end"]);
  });

  it("clears what it clears, also for its caller", async () => {
    const clearing = defineGraph({
      id: "clearing",
      version: 1,
      start: "write",
      input: ["doc"],
      output: ["log", "talk", "draft"],
      graphs: {
        write: {
          start: "drafting",
          nodes: {
            drafting: { kind: "agent", agent: "writer", with: { tone: "warm" }, writes: { draft: "text", talk: "text" }, next: "check" },
            check: { kind: "task", task: "judge", writes: "log", routes: { good: "end", bad: "end" } },
          },
        },
        forget: {
          start: "all",
          nodes: {
            all: { kind: "set", values: { log: { clear: true }, talk: { clear: true }, draft: { clear: true } }, next: "note" },
            note: { kind: "set", values: { log: { text: "forgot {doc}" } }, next: "end" },
          },
        },
      },
      nodes: {
        write: { kind: "subgraph", graph: "write", next: "forget" },
        forget: { kind: "subgraph", graph: "forget", next: "end" },
      },
    });
    const { state, error } = await runPath(clearing, { input: { doc: "x" } });
    expect(error).toBeUndefined();
    expect(state).toMatchObject({ log: ["forgot x"], talk: [] });
    expect(state.draft).toBeUndefined();
    const reading = {
      ...clearing,
      nodes: {
        ...clearing.nodes,
        forget: { kind: "subgraph", graph: "forget", next: "write2" },
        write2: { kind: "task", task: "judge", routes: { good: "end", bad: "end" }, writes: "verdict" },
      },
    };
    const { issues } = validate(registry, JSON.parse(JSON.stringify(reading)));
    expect(issues.map(({ code, path }) => `${code} ${path.join(".")}`)).toEqual(["READ_BEFORE_WRITE nodes.write2.args.draft"]);
  });

  it("compiles with a checkpointer", async () => {
    const compiled = compileGraph(orders(), { ports: memoryPorts(), checkpointer: new MemorySaver() });
    const config = { configurable: { thread_id: "1" } };
    await compiled.invoke({ docs: [], doc: "x" }, config);
    expect(await compiled.invoke({ docs: [], doc: "y" }, config)).toMatchObject({ draft: "cold y", log: ["0: cold y"] });
  });
});

describe("its version", () => {
  const stored = () => {
    const { canonical, fingerprint, hash } = definitionOf(registry, orders());
    return { canonical: JSON.parse(canonical) as GraphData, fingerprint, hash };
  };

  it("is the declaration's: a change inside is another hash, and what it needs is needed", () => {
    const changed = structuredClone(stored().canonical);
    Object.assign(changed.graphs?.write ?? {}, { params: { tone: "harsh" } });
    expect(definitionOf(registry, changed).hash).not.toBe(stored().hash);
    expect(stored().fingerprint.graphs).toBeUndefined();
    expect(Object.keys(stored().fingerprint.tasks ?? {})).toEqual(["judge"]);
  });

  it("continues with code whose declaration has other graphs in its head", () => {
    const { graphs: _, ...today } = orders();
    const other = { ...today, graphs: { write: { start: "x", nodes: { x: { kind: "router", on: "verdict", routes: {} } } } } };
    const own = registryOf(setup({ ...registry, graphs: {} }).defineGraph(other as never));
    const { misfits, registry: fitting } = fitDefinition(stored(), own, { children: new Map() });
    expect(misfits).toEqual([]);
    expect(fitting?.graphs?.write).toMatchObject({ id: "orders-write", start: "drafting" });
    const { tasks: _tasks, ...less } = registry;
    expect(fitDefinition(stored(), less, { children: new Map() }).misfits.map(({ part, name }) => `${part} ${name}`)).toEqual([
      "task judge",
    ]);
  });
});

testGraph(orders());
