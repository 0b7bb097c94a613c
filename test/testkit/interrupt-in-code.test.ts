import { Annotation, interrupt, StateGraph } from "@langchain/langgraph";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { rawGraph, setup, task } from "../../language/index.ts";
import { runPath, startTestServer, type TestServer } from "../../testkit/index.ts";

const State = Annotation.Root({ text: Annotation<string>(), answer: Annotation<string>() });
const asked = (number: number) => ({ what: `question ${number}` });
const byHand = new StateGraph(State)
  .addNode("ask", async () => ({ answer: `${interrupt(asked(1))}, ${interrupt(asked(2))}` }))
  .addEdge("__start__", "ask")
  .compile();
const args = z.object({ text: z.string() });
const code = {
  state: { text: z.string(), answer: z.string(), items: z.array(z.string()) },
  tasks: {
    ask: task({
      labels: ["ok"],
      args,
      output: z.string(),
      run: async () => ({ label: "ok", output: `${interrupt(asked(1))}, ${interrupt(asked(2))}` }),
    }),
  },
} as const;
const raw = rawGraph({ graph: byHand, args, output: z.object({ answer: z.string() }) });
const asks = { kind: "task", task: "ask", writes: "answer" } as const;
const inner = setup(code).defineGraph({
  id: "inner",
  version: 1,
  start: "deep",
  input: ["text"],
  output: ["answer"],
  nodes: { deep: { ...asks, routes: { ok: "end" } } },
});
const desk = setup({ ...code, graphs: { raw, inner } });
const hand = { kind: "subgraph", graph: "raw", output: { answer: "answer" } } as const;
const graphs = {
  s: { kind: "subgraph", graph: "raw", output: { answer: "answer" }, next: "end" },
  t: { ...asks, routes: { ok: "end" } },
  deep: { kind: "subgraph", graph: "inner", output: { answer: "answer" }, next: "end" },
  "both.hand": { kind: "parallel", branches: { hand: { ...hand, next: "join" } }, next: "end" },
  "both.task": { kind: "parallel", branches: { task: { ...asks, routes: { ok: "join" } } }, next: "end" },
};
const graphOf = (name: string, node: object) => {
  const own = name.split(".")[0] === "deep" ? "inside" : (name.split(".")[0] ?? name);
  return desk.defineGraph({
    id: `asks-${name.replace(".", "-")}`,
    version: 1,
    start: own,
    input: ["text"],
    nodes: { [own]: node },
  } as never);
};
const input = { text: "x" };

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

describe("code that calls LangGraph's interrupt()", () => {
  it.each(Object.entries(graphs))("at %s: the path says where it waits, and what it asks", async (name, node) => {
    const first = await runPath(graphOf(name, node), { input });
    expect(first).toMatchObject({ waitsAt: name, interrupted: asked(1), path: [`waits at ${name}`] });
    const second = await runPath(graphOf(name, node), { input, resumes: { [name]: ["one"] } });
    expect(second).toMatchObject({ waitsAt: name, interrupted: asked(2) });
  });

  it.each(Object.entries(graphs))("at %s: it is answered", async (name, node) => {
    const ran = await runPath(graphOf(name, node), { input, resumes: { [name]: ["one", "two"] } });
    expect(ran.waitsAt).toBeUndefined();
    expect(ran.path.at(-1)).toMatch(/-> end$/);
    expect(ran.state.answer).toBe("one, two");
  });

  it.each([
    ["s", graphs.s],
    ["t", graphs.t],
  ] as const)("at %s: the same on a server", async (name, node) => {
    const graph = graphOf(name, node);
    expect(await runPath(graph, { input }, { server })).toMatchObject({ waitsAt: name, interrupted: asked(1) });
    const ran = await runPath(graph, { input, resumes: { [name]: ["one", "two"] } }, { server });
    expect(ran.state.answer).toBe("one, two");
  });
});
