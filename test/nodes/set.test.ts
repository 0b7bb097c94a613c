/** Set nodes: each operation, what an empty list does, what is cleared, and that all generated paths are taken. */
import { expect, it } from "vitest";
import { z } from "zod";
import { agent, channel, list, messages, setup, validate } from "../../language/index.ts";
import { registryOf } from "../../language/registry/registry-of.ts";
import { runNode, runPath } from "../../testkit/index.ts";
import { checkEnumeration, clean } from "../testkit/check-enumeration.ts";

const Order = z.object({ id: z.string(), cents: z.number(), note: z.string().optional() });
const desk = setup({
  state: {
    goal: z.string(),
    plan: z.array(z.string()),
    step: z.string(),
    result: z.string(),
    pastSteps: list(z.object({ step: z.string(), result: z.string() })),
    messages: messages(),
    tries: channel(z.number(), { reduce: (a, b) => a + b, initial: 0 }),
    order: Order,
    lines: z.array(z.string()),
    note: z.string().optional(),
    tone: z.string().default("kind"),
  },
  agents: {
    planner: agent({ args: z.object({ goal: z.string() }), output: z.array(z.string()), run: async () => ["one", "two"] }),
    worker: agent({ args: z.object({ step: z.string() }), output: z.string(), run: async ({ step }) => `did ${step}` }),
  },
});

const planned = desk.defineGraph({
  id: "planned",
  version: 1,
  start: "planIt",
  input: ["goal"],
  nodes: {
    planIt: { kind: "agent", agent: "planner", writes: "plan", next: "take" },
    take: {
      kind: "set",
      values: { step: { first: "plan", empty: "told" }, plan: { rest: "plan" } },
      visits: { max: 5, next: "end" },
      next: "work",
    },
    work: { kind: "agent", agent: "worker", writes: "result", next: "keep" },
    keep: {
      kind: "set",
      values: { pastSteps: { object: { step: "step", result: "result" } }, tries: { value: 1 } },
      next: "take",
    },
    told: { kind: "set", values: { messages: { text: "Done {goal}: {pastSteps}" } }, next: "end" },
  },
});

it("takes item by item until the list is empty", async () => {
  const { path, state, error } = await runPath(planned, { input: { goal: "it" }, nodes: {} });
  expect(error).toBeUndefined();
  expect(path).toEqual([
    "planIt -next-> take",
    ...["take -next-> work", "work -next-> keep", "keep -next-> take"],
    ...["take -next-> work", "work -next-> keep", "keep -next-> take"],
    "take -step.empty-> told",
    "told -next-> end",
  ]);
  const pastSteps = [
    { step: "one", result: "did one" },
    { step: "two", result: "did two" },
  ];
  expect(state).toMatchObject({ plan: [], pastSteps, tries: 2 });
  expect(state.messages).toMatchObject([{ type: "ai", content: `Done it: ${JSON.stringify(pastSteps)}` }]);
});

it("all its generated paths are taken, through the script that wrote the list", async () => {
  const { names, ...found } = await checkEnumeration(planned);
  expect(found).toEqual(clean);
  expect(names).toContain("take -step.empty-> told");
  expect(names).toContain("take -exhausted-> end");
});

const everything = desk.defineGraph({
  id: "everything",
  version: 1,
  start: "all",
  input: ["order", "lines", "goal", "note"],
  params: { word: "param" },
  nodes: {
    all: {
      kind: "set",
      values: {
        step: { value: { param: "word" } },
        result: { from: "order.id" },
        note: { from: "order.note" },
        plan: { list: ["goal", "lines", "note"] },
        goal: { text: "{{{goal}}} {order.cents} {note}" },
        lines: { clear: true },
        tone: { clear: true },
      },
      next: "end",
    },
  },
});

it("reads all before it writes, copies what is there, and clears", async () => {
  const input = { order: { id: "A1", cents: 5 }, lines: ["x", "y"], goal: "g", note: "n" };
  const { state } = await runPath(everything, { input });
  expect(state).toMatchObject({ step: "param", result: "A1", note: "n", plan: ["g", "x", "y", "n"], goal: "{g} 5 n", tone: "kind" });
  expect(state.lines).toBeUndefined();
  const tuned = await runPath(everything, { input, params: { word: "tuned" } });
  expect(tuned.state.step).toBe("tuned");
});

it("runs alone", async () => {
  const { label, writes } = await runNode(planned, "take", { state: { plan: ["a", "b"] } });
  expect({ label, writes }).toEqual({ label: "next", writes: { step: "a", plan: ["b"] } });
  expect(await runNode(planned, "take", { state: {} })).toMatchObject({ label: "step.empty" });
});

it("the same from YAML, in a branch and for an item", async () => {
  const text = `
id: inside
version: 1
start: both
input: [lines, order]
nodes:
  both:
    kind: parallel
    branches:
      a: { kind: set, values: { result: { from: order.id } }, next: join }
      b: { kind: set, values: { goal: { first: lines, empty: end } }, next: join }
    next: all
  all:
    kind: each
    over: lines
    as: step
    do: { kind: set, values: { note: { text: "<{step}>" } }, next: join }
    next: end
`;
  const graph = desk.loadGraph(text, "inside.yaml");
  expect(validate(registryOf(graph), graph).issues).toEqual([]);
  const { path, state } = await runPath(graph, { input: { lines: ["l"], order: { id: "A", cents: 1 } } });
  expect(path).toEqual(["both.a -next-> join", "both.b -next-> join", "both -next-> all", "all[0] -next-> join", "all -next-> end"]);
  expect(state).toMatchObject({ result: "A", goal: "l" });
  const { names, ...found } = await checkEnumeration(graph);
  expect(found).toEqual(clean);
  expect(names).toContain("both -b.goal.empty-> end");
});
