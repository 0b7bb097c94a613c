/** What the benchmark runs over HTTP: a declared chain of ten tasks, and one with a question. Compiled by the version whose folder this file is in. */
import { z } from "zod";
import { compileGraph } from "../../compile/compile-graph.ts";
import { type GraphData, setup, task } from "../../language/index.ts";
import { lazyPorts } from "../../runtime/ports/lazy-ports.ts";

const NODES = 10;
const world = setup({
  state: { n: z.number() },
  tasks: {
    add: task({
      labels: ["done"],
      args: z.object({ n: z.number() }),
      output: z.number(),
      run: async ({ n }) => ({ label: "done", output: n + 1 }),
    }),
  },
});
const nameOf = (index: number) => (index < NODES ? `n${index}` : "end");
const nodes = Object.fromEntries(
  Array.from({ length: NODES }, (_, index) => [
    nameOf(index),
    { kind: "task", task: "add", writes: "n", routes: { done: nameOf(index + 1) } },
  ]),
);
const declaration = { id: "chain", version: 1, start: "n0", input: ["n"], nodes } as unknown as GraphData;

export const chain = compileGraph(world.loadGraph(JSON.stringify(declaration), "chain.json"), {
  ports: lazyPorts({ dataFolder: "memory://" }),
});
