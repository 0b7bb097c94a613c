/** `with` on a subgraph: each call has its own values, the called graph's own where it gives none, and none of the caller's overlay but what it names. */
import { expect, it } from "vitest";
import { z } from "zod";
import { compileGraph } from "../../../compile/compile-graph.ts";
import { normalise } from "../../../language/graph/normalise.ts";
import { list, registryOf, setup, task } from "../../../language/index.ts";
import { compareGraphs } from "../../../language/versions/compare-graphs.ts";
import { definitionOf } from "../../../language/versions/fingerprint.ts";
import { runPath, testGraph } from "../../../testkit/index.ts";
import { memoryPorts } from "../../../testkit/memory/memory-ports.ts";

const say = task({
  labels: ["ok", "much"],
  args: z.object({ said: z.array(z.string()) }),
  with: z.object({ word: z.enum(["hi", "ho", "hu"]), most: z.number() }),
  output: z.object({ word: z.string() }),
  run: async ({ said }, { with: { word, most } }) => ({ label: said.length < most ? "ok" : "much", output: { word } }),
});
const speaker = setup({ state: { said: list(z.string()), last: z.string() }, tasks: { say } }).defineGraph({
  ...{ id: "speaker", version: 1, start: "again", endsWith: ["done", "tired"] },
  params: { word: "hi", most: 1, times: 5 },
  nodes: {
    again: {
      ...{ kind: "task", task: "say", with: { word: { param: "word" }, most: { param: "most" } }, writes: { said: "word", last: "word" } },
      routes: { ok: "again", much: "end:done" },
      visits: { max: { param: "times" }, next: "end:tired" },
    },
  },
});
const state = { words: list(z.string()), rounds: z.array(z.string()), round: z.string(), word: z.string() };
const { defineGraph } = setup({ state, graphs: { speaker } });
const caller = () =>
  defineGraph({
    id: "caller",
    version: 1,
    start: "own",
    params: { patience: 3 },
    input: ["rounds"],
    nodes: {
      own: { kind: "subgraph", graph: "speaker", output: { words: "said" }, routes: { done: "more", tired: "end" } },
      more: {
        kind: "subgraph",
        graph: "speaker",
        with: { word: "ho", most: { param: "patience" } },
        output: { words: "said" },
        routes: { done: "all", tired: "end" },
      },
      all: {
        kind: "each",
        over: "rounds",
        as: "round",
        do: { kind: "subgraph", graph: "speaker", with: { word: "hu" }, output: { word: "last" }, routes: { done: "join", tired: "join" } },
        collect: { words: "word" },
        next: "most",
      },
      most: {
        kind: "subgraph",
        graph: "speaker",
        with: { most: 100, times: 2 },
        output: { words: "said" },
        routes: { done: "end", tired: "end" },
      },
    },
  });

it("gives each call its own values", async () => {
  const { path, state } = await runPath(caller(), { input: { rounds: ["x"] } });
  expect(state.words).toEqual(["hi", "hi", "ho", "ho", "ho", "ho", "hu", "hi", "hi"]);
  expect(path.at(-1)).toBe("most -tired-> end");
});

it("takes the caller's overlay through a param that the call names", async () => {
  const compiled = compileGraph(caller(), { ports: memoryPorts(), params: { patience: 0 } });
  expect(await compiled.invoke({ rounds: [] })).toMatchObject({ words: ["hi", "hi", "ho", "hi", "hi"] });
  expect(() => compileGraph(caller(), { ports: memoryPorts(), params: { patience: "long" } })).toThrow(/"most" of graph "speaker"/);
});

it("is part of a graph's identity, and a difference", () => {
  const [before, after] = [caller(), caller()].map((graph) => ({ graph, registry: registryOf(graph) }));
  if (!before || !after) throw new Error("both");
  const nodes = { ...after.graph.nodes, more: { ...caller().nodes.more, with: { word: "hu" } } as never };
  const changed = { ...after, graph: { ...after.graph, nodes } };
  expect(definitionOf(changed.registry, changed.graph).hash).not.toBe(definitionOf(before.registry, before.graph).hash);
  expect(compareGraphs(before, changed).map(({ name, at }) => `${name} ${at}`)).toEqual(["more with.word", "more with.most"]);
  expect(normalise(before.graph, before.registry).nodes.more).toMatchObject({ with: { word: "ho", most: 3 } });
});

testGraph(caller());
