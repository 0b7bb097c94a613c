import { expect, it } from "vitest";
import { z } from "zod";
import { list, question, setup, task, tool } from "../../../language/index.ts";
import { advance, expire, runPath } from "../../../testkit/index.ts";

const code = {
  state: { text: z.string(), items: z.array(z.string()), outs: list(z.string()) },
  roles: ["lead", "boss"],
  tasks: { note: task({ labels: ["ok"], args: z.object({ text: z.string() }), run: async () => ({ label: "ok" }) }) },
  tools: { tell: tool({ effect: "none", errors: {}, args: z.object({ text: z.string() }), output: z.null(), run: async () => null }) },
  questions: { q: question({ prompt: "?", decisions: { ok: null } }) },
} as const;
const desk = setup(code);
const ask = { kind: "interrupt", question: "q", by: ["lead"] } as const;
const input = { text: "x", items: ["a", "b"] };
const head = { version: 1, input: ["text", "items"] } as const;

it("what is left of a span is for the next question, and reminders come before the end", async () => {
  const graph = desk.defineGraph({
    ...head,
    id: "chain",
    start: "first",
    nodes: {
      first: {
        ...ask,
        decisions: { ok: "end" },
        deadlines: [
          { after: "5m", remind: "lead" },
          { after: "10m", assign: "boss" },
          { after: "20m", next: "second" },
        ],
      },
      second: {
        ...ask,
        decisions: { ok: "end" },
        deadlines: [
          { after: "30m", remind: "lead" },
          { after: "2h", next: "end" },
        ],
      },
    },
  });
  expect((await runPath(graph, { input, clock: [advance("49m"), advance("1m")] })).path).toEqual([
    "first after 5m: reminds lead",
    "first after 10m: assigns boss",
    "first after 20m: expires",
    "first -expired-> second",
    "second after 30m: reminds lead",
    "waits at second",
  ]);
  expect((await runPath(graph, { input, clock: advance("49m") })).path).not.toContain("second after 30m: reminds lead");
});

it("two questions at once expire in the order of their deadlines, also when one is told to", async () => {
  const graph = desk.defineGraph({
    ...head,
    id: "two",
    start: "both",
    nodes: {
      both: {
        kind: "parallel",
        branches: {
          slow: { ...ask, decisions: { ok: "join" }, deadlines: [{ after: "2h", next: "end" }] },
          quick: { ...ask, decisions: { ok: "join" }, deadlines: [{ after: "1h", next: "late" }] },
        },
        next: "end",
      },
      late: { kind: "task", task: "note", routes: { ok: "end" } },
    },
  });
  const early = ["both.quick after 1h: expires", "both.quick -expired-> late", "both -quick.expired-> late", "late -ok-> end"];
  for (const scenario of [{ clock: advance("3h") }, { answers: { "both.slow": expire() } }])
    expect((await runPath(graph, { input, ...scenario })).path.filter((line) => !line.includes("slow"))).toEqual(early);
});

it("the questions of child threads expire in the order of their deadlines, and the thread goes on", async () => {
  const child = desk.defineGraph({
    ...head,
    id: "child",
    input: ["text"],
    start: "ask",
    endsWith: ["done", "late"],
    nodes: {
      ask: {
        ...ask,
        decisions: { ok: "end:done" },
        deadlines: [
          { after: "10m", remind: "boss" },
          { after: "20m", next: "again" },
        ],
      },
      again: { ...ask, decisions: { ok: "end:done" }, deadlines: [{ after: "30m", next: "end:late" }] },
    },
  });
  const graph = setup({ ...code, graphs: { child } }).defineGraph({
    ...head,
    id: "parent",
    start: "all",
    nodes: {
      all: {
        kind: "each",
        over: "items",
        as: "text",
        threads: "own",
        do: { kind: "subgraph", graph: "child", routes: { done: "join", late: "join" } },
        next: "last",
      },
      last: { ...ask, decisions: { ok: "end" }, deadlines: [{ after: "5m", next: "end" }] },
    },
  });
  const some = await runPath(graph, { input, clock: advance("49m") });
  expect(some.path).toEqual(["waits at all[0]/again"]);
  expect(some.children.map(({ path }) => path.at(-1))).toEqual(["waits at again", "waits at again"]);
  const all = await runPath(graph, { input, clock: [advance("49m"), advance("10m")] });
  expect(all.path).toEqual(["all -next-> last", "last after 5m: expires", "last -expired-> end"]);
  const one = await runPath(graph, { input, answers: { ask: "ok" }, clock: advance("1h") });
  expect(one.children.map(({ path }) => path.length)).toEqual([1, 5]);
  expect(one.path.at(-1)).toBe("last -expired-> end");
});

it("a span without a question, and one that nothing is due in, end the path where it stops", async () => {
  const graph = desk.defineGraph({
    ...head,
    id: "none",
    start: "tell",
    nodes: { tell: { kind: "tool", tool: "tell", next: "ask" }, ask: { ...ask, decisions: { ok: "end" } } },
  });
  expect((await runPath(graph, { input, clock: advance("30d") })).path).toEqual(["tell -next-> ask", "waits at ask"]);
});
