/** An overlay is taken where the graph compiles with it, and refused where it does not: the same rules at the door and behind it. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { z } from "zod";
import { agent, GraphDefinitionError, loadOverlay, question, router, setup, task, tool } from "../../../language/index.ts";
import { registryOf } from "../../../language/registry/registry-of.ts";
import type { Params } from "../../../language/terms/data-flow.ts";
import { checkedGraph } from "../../../language/validate/checked-graph.ts";

const model = { make: () => Promise.reject(new Error("not called")) };
const desk = setup({
  state: { ask: z.string(), cents: z.number(), list: z.array(z.string()), answer: z.string() },
  roles: ["lead", "boss"],
  models: { fast: model, slow: model },
  agents: { write: agent({ args: z.object({ ask: z.string() }), output: z.string(), model: "fast", prompt: "{ask}" }) },
  tools: {
    pay: tool({
      args: z.object({ ask: z.string() }),
      with: z.object({ cents: z.number().int().min(1).max(900) }),
      output: z.string(),
      errors: {},
      run: async () => "",
    }),
  },
  tasks: {
    over: task({
      labels: ["yes", "no"],
      args: z.object({ ask: z.string() }),
      with: z.object({ limit: z.number().max(100) }),
      run: async () => ({ label: "no" }),
    }),
  },
  routers: { sort: router({ labels: ["a", "b"], args: z.object({ ask: z.string() }), run: async () => [] }) },
  questions: { may: question({ prompt: "?", decisions: { yes: null } }) },
});
const graph = desk.defineGraph({
  ...{ id: "tuned", version: 1, start: "sort", input: ["ask", "cents", "list"] },
  params: { sure: 0.5, within: "1h", soon: "10m", later: "1d", last: "2d", limit: 5, model: "fast", cents: 4 },
  nodes: {
    sort: { kind: "router", router: "sort", lowConfidence: { below: { param: "sure" }, next: "may" }, routes: { a: "write", b: "over" } },
    write: { kind: "agent", agent: "write", model: { param: "model" }, timeout: { param: "within" }, writes: "answer", next: "end" },
    over: { kind: "task", task: "over", with: { limit: { param: "limit" } }, routes: { yes: "may", no: "pay" } },
    pay: { kind: "tool", tool: "pay", with: { cents: { param: "cents" } }, writes: "answer", next: "end" },
    may: {
      ...{ kind: "interrupt", question: "may", by: ["lead"], shows: ["ask"], decisions: { yes: "end" } },
      deadlines: [
        { after: { param: "soon" }, remind: "lead" },
        { after: { param: "later" }, assign: "boss" },
        { after: { param: "last" }, next: "end" },
      ],
    },
  },
});

const values = ["4s", "10m", "25h", "90d", "0s", "soon", "", "fast", "slow", "nobody", 0, 0.5, 1, 2, 4, 99, 1e9, -1, true];
const outcome = (work: () => unknown): "taken" | "refused" => {
  try {
    work();
    return "taken";
  } catch (error) {
    if (error instanceof GraphDefinitionError) return "refused";
    throw error;
  }
};
const registry = registryOf(graph);
const read = (params: Params, over?: Params) =>
  outcome(() => loadOverlay(registry, graph, { text: JSON.stringify({ params }), file: "o.json", over }));
const compiled = (params: Params) => outcome(() => checkedGraph(registry, graph, params));

it("decides like the compiler for every value of every param", () => {
  const singles = Object.keys(graph.params ?? {}).flatMap((name) => values.map((value) => ({ [name]: value })));
  const decided = singles.map((params) => read(params));
  expect(decided).toEqual(singles.map(compiled));
  expect(decided.filter((each) => each === "taken").length).toBeGreaterThan(20);
  expect(decided.filter((each) => each === "refused").length).toBeGreaterThan(20);
});

it("decides like the compiler for several params at once, also over those that code has given", () => {
  const some = fc.dictionary(fc.constantFrom(...Object.keys(graph.params ?? {}), "unknown"), fc.constantFrom(...values), { maxKeys: 4 });
  const given = fc.record({ later: fc.constantFrom("11m", "1d", "40h"), last: fc.constantFrom("41h", "3d") });
  fc.assert(
    fc.property(some, given, (params, over) => {
      expect(read(params)).toBe(compiled(params));
      expect(read(params, over)).toBe(compiled({ ...over, ...params }));
    }),
    { numRuns: 300 },
  );
});

it("names the rule, the place in the graph and the overlay", () => {
  expect(() => loadOverlay(registry, graph, { text: "params:\n  last: 4s\n", file: "production.yaml" })).toThrow(
    /production\.yaml:2:3 .*\[DEADLINE_ORDER\]/,
  );
});
