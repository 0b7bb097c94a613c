/** Bounds are edges (law 5), and a label without a target never ends a run as a success (promise G1). */
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { agent, question, router, setup, task, tool } from "../../language/index.ts";
import { rememberRegistry } from "../../language/registry/registry-of.ts";
import { runPath } from "../../testkit/index.ts";
import { isLongRun } from "../support/long-run.ts";

const args = z.object({});
const inner = setup({
  state: { note: z.string() },
  tasks: { again: task({ labels: ["yes", "no"], args, run: async () => ({ label: "yes" }) }) },
}).defineGraph({
  id: "inner",
  version: 1,
  start: "again",
  nodes: { again: { kind: "task", task: "again", routes: { yes: "again", no: "end" }, visits: { max: 1_200, next: "end" } } },
});
const world = setup({
  graphs: { inner },
  state: { note: z.string() },
  roles: ["lead"],
  agents: { writer: agent({ args, output: z.string(), run: async () => "done" }) },
  routers: {
    pick: router({
      labels: ["a", "b"],
      args,
      run: async () => [
        { label: "a", confidence: 0.6 },
        { label: "b", confidence: 0.5 },
      ],
    }),
  },
  tasks: { again: task({ labels: ["yes", "no"], args, run: async () => ({ label: "yes" }) }) },
  tools: { act: tool({ errors: {}, args, output: z.string(), run: async () => "acted" }) },
  questions: { ask: question({ prompt: "Continue?", decisions: { yes: null, no: null } }) },
});
const head = { id: "bounds", version: 1, output: ["note"] } as const;
const stuck = { kind: "interrupt", question: "ask", by: ["lead"], shows: [], decisions: { yes: "end", no: "end" } } as const;

describe("bounds", () => {
  it("takes the edge of a spent loop", async () => {
    const loop = world.defineGraph({
      ...head,
      start: "again",
      nodes: { again: { kind: "task", task: "again", routes: { yes: "again", no: "end" }, visits: { max: 2, next: "stuck" } }, stuck },
    });
    expect(await runPath(loop, { input: {} })).toMatchInlinePath(`
      again -yes-> again
      again -yes-> again
      again -exhausted-> stuck
      waits at stuck
    `);
  });

  it("takes the budget's edge once, and lets its target act", async () => {
    const spent = world.defineGraph({
      ...head,
      start: "again",
      budget: { steps: 3, next: "writer" },
      nodes: {
        again: { kind: "task", task: "again", routes: { yes: "again", no: "end" }, visits: { max: 9, next: "end" } },
        writer: { kind: "agent", agent: "writer", writes: "note", next: "act" },
        act: { kind: "tool", tool: "act", writes: "note", next: "end" },
      },
    });
    expect(await runPath(spent, { input: {} })).toMatchInlinePath(`
      again -yes-> again
      again -yes-> again
      again -yes-> again
      again -budget-> writer
      writer -next-> act
      act -next-> end
    `);
  });

  const loopOf = (max: number) => ({ kind: "task", task: "again", routes: { yes: "again", no: "end" }, visits: { max, next: "writer" } });
  const chainOf = (count: number) =>
    Object.fromEntries(
      Array.from({ length: count }, (_, index) => {
        const next = index + 1 < count ? `n${index + 1}` : "end";
        return [`n${index}`, { kind: "task", task: "again", routes: { yes: next, no: "end" } }];
      }),
    );
  const writer = { kind: "agent", agent: "writer", writes: "note", next: "end" };
  const parallel = { kind: "parallel", branches: { one: { ...writer, next: "join" } }, next: "end" };

  // LangGraph's own limit on super-steps once ended these as failures
  it.each([
    [
      "a short budget and more nodes after it",
      { start: "again", budget: { steps: 1, next: "p" }, nodes: { again: loopOf(3), writer: { ...writer, next: "p" }, p: parallel } },
    ],
    ["a loop of many visits", { start: "again", nodes: { again: loopOf(1_200), writer } }],
    ["a loop of many visits inside a subgraph", { start: "s", nodes: { s: { kind: "subgraph", graph: "inner", next: "end" } } }],
    ["a long chain", { start: "n0", nodes: chainOf(isLongRun ? 1_100 : 200) }],
  ])("lets %s run to its end", { timeout: 240_000 }, async (_, graph) => {
    const result = await runPath(rememberRegistry({ ...head, ...graph } as never, world.registry), { input: {} });
    expect(result.error).toBeUndefined();
    expect(result.steps.at(-1)?.target).toBe("end");
  });

  it.each([
    [{ below: 0.5, next: "stuck" }, "a"],
    [{ below: 0.7, next: "stuck" }, "lowConfidence"],
    [{ below: 0.5, margin: 0.2, next: "stuck" }, "lowConfidence"],
  ] as const)("a router with %j answers %s", async (lowConfidence, label) => {
    const graph = world.defineGraph({
      ...head,
      start: "pick",
      nodes: { pick: { kind: "router", router: "pick", routes: { a: "end", b: "end" }, lowConfidence }, stuck },
    });
    expect((await runPath(graph, { input: {} })).steps[0]?.label).toBe(label);
  });
});

describe("an undeclared label", () => {
  const liar = (label: string) => ({ input: {}, routers: { pick: label }, tasks: { again: label } });
  it.each([
    ["router", { kind: "router", router: "pick", routes: { a: "end", b: "end" } }],
    ["task", { kind: "task", task: "again", routes: { yes: "end", no: "end" } }],
  ] as const)("of a %s is an error, with the labels that are declared", async (_, node) => {
    const graph = world.defineGraph({ ...head, start: "liar", nodes: { liar: node } });
    const { error, path } = await runPath(graph, liar("sideways"));
    expect(error).toMatchObject({ code: "UNDECLARED_LABEL", facts: { node: "liar", label: "sideways" } });
    expect(error?.message).toMatch(/Declared: "/);
    expect(path).toEqual(["fails: UNDECLARED_LABEL"]);
  });
});
