/** A graph is checked before it is compiled, regardless of its source, and again after a change. */
import { expect, it } from "vitest";
import { z } from "zod";
import { compileDeclaration } from "../../compile/compile-graph.ts";
import { setup, task } from "../../language/index.ts";
import type { Registry } from "../../language/registry/registry.ts";
import { memoryPorts } from "../../testkit/memory/memory-ports.ts";

const vocabulary = {
  state: { note: z.string() },
  tasks: { go: task({ labels: ["done"], args: z.object({}), run: async () => ({ label: "done" }) }) },
} as const;
const chain = (next: string) => ({
  id: "chain",
  version: 1,
  start: "a",
  nodes: { a: { kind: "task", task: "go", routes: { done: next } } },
});
const compile = (graph: object, { registry }: { readonly registry: Registry }) =>
  compileDeclaration({ graph: graph as never, registry }, { ports: memoryPorts() });

it("checks a graph again that was changed after it had been compiled", () => {
  const world = setup(vocabulary);
  const graph = chain("end");
  compile(graph, world);
  compile(graph, world);
  graph.nodes.a.routes.done = "nowhere";
  expect(() => compile(graph, world)).toThrow("UNKNOWN_TARGET");
});

it("refuses a graph whose subgraph is wrong", () => {
  const inner = setup(vocabulary).defineGraph({
    id: "inner",
    version: 1,
    start: "a",
    nodes: {
      a: { kind: "task", task: "go", routes: { done: "b" } },
      b: { kind: "task", task: "go", routes: { done: "a" }, onError: "end" },
    },
  });
  const world = setup({ state: { note: z.string() }, graphs: { inner } });
  const outer = { id: "outer", version: 1, start: "s", nodes: { s: { kind: "subgraph", graph: "inner", next: "end" } } };
  expect(() => compile(outer, world)).toThrow(/"inner"[\s\S]*UNBOUNDED_CYCLE/);
});
