/** A quorum: the first branches that join are enough, the others are ended and what they wrote is dropped. */
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { drawingOf } from "../../../draw/drawing/drawing-of.ts";
import { edgesOf } from "../../../language/graph/edges-of.ts";
import { normalise } from "../../../language/graph/normalise.ts";
import { channel, list, messages, question, setup, ToolError, task } from "../../../language/index.ts";
import { registryOf } from "../../../language/registry/registry-of.ts";
import { enumeratePaths, runPath } from "../../../testkit/index.ts";

const gates = new Map<string, Promise<void>>();
const answer = (name: string) =>
  task({
    labels: ["done", "bad"],
    args: z.object({ q: z.string() }),
    output: z.string(),
    run: async ({ q }, { signal }) => {
      if (q.includes(`${name} fails`)) throw new ToolError("BROKEN", "is broken");
      if (q.includes(`${name} ignores`)) await gates.get(name);
      else if (q.includes(`${name} hangs`)) await new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
      return { label: q.includes(`${name} leaves`) ? "bad" : "done", output: name };
    },
  });
const world = setup({
  state: {
    ...{ q: z.string(), answer: z.string(), notes: list(z.string()), said: messages() },
    sum: channel(z.number(), { reduce: (a, b) => a + b, initial: 0 }),
  },
  roles: ["lead"],
  tasks: {
    ...{ a: answer("a"), b: answer("b"), c: answer("c") },
    one: task({ labels: ["done"], args: z.object({}), output: z.number(), run: async () => ({ label: "done", output: 1 }) }),
    open: task({ labels: ["done"], args: z.object({}), run: async () => ({ label: "done" }) }),
  },
  questions: { ask: question({ prompt: "?", decisions: { said: z.object({ text: z.string() }), no: null } }) },
});
const deadlines = [{ after: "1h", next: "join" }] as const;
const person = {
  kind: "interrupt",
  question: "ask",
  by: ["lead"],
  decisions: { said: "join", no: "end" },
  deadlines,
  writes: { said: { notes: "text" } },
} as const;
const code = <const Name extends "a" | "b" | "c">(name: Name) =>
  ({ kind: "task", task: name, writes: "answer", routes: { done: "join", bad: "late" } }) as const;
const head = { version: 1, start: "race", input: ["q"] } as const;
const late = { kind: "task", task: "open", routes: { done: "end" } } as const;
const first = world.defineGraph({
  ...{ ...head, id: "first" },
  nodes: {
    race: { kind: "parallel", quorum: 1, branches: { a: code("a"), b: code("b"), c: code("c") }, onError: "late", next: "end" },
    late,
  },
});
const noting = <const Name extends "a" | "b" | "c">(name: Name) => ({ ...code(name), writes: "notes" }) as const;
const twoOf = world.defineGraph({
  ...{ ...head, id: "two-of" },
  params: { enough: 2 },
  nodes: {
    race: {
      kind: "parallel",
      quorum: { param: "enough" },
      onError: "late",
      next: "end",
      branches: { code: noting("a"), one: person, two: person },
    },
    late,
  },
});

describe("the first of three", () => {
  it.each(["a", "b", "c"] as const)("is %s where the others are at work: its answer counts, and next has written it", async (winner) => {
    const q = ["a", "b", "c"].flatMap((name) => (name === winner ? [] : [`${name} hangs`])).join(", ");
    const { path, state } = await runPath(first, { input: { q } });
    expect(path).toContain(`race.${winner} -done-> join`);
    expect(path.filter((line) => line.includes("-cancelled->"))).toHaveLength(2);
    expect(path.at(-1)).toBe("race -next-> end");
    expect(state.answer).toBe(winner);
    expect(edgesOf(normalise(first, registryOf(first)).nodes.race as never)[0]).toMatchObject({ label: "next", writes: ["answer"] });
  });
  it("is not one that comes later after all: it is lost, and holds the step until then", async () => {
    let release = () => {};
    gates.set("a", new Promise((resolve) => (release = resolve)));
    const tasks = {
      b: () => {
        setTimeout(release);
        return { label: "done", output: "b" };
      },
    };
    const { path, state } = await runPath(first, { input: { q: "a ignores, c hangs" }, tasks });
    expect(path).toEqual(["race.a -lost-> join", "race.b -done-> join", "race.c -cancelled-> join", "race -next-> end"]);
    expect(state.answer).toBe("b");
  });
  it("is one that works, however many fail", async () => {
    const { path, state } = await runPath(first, { input: { q: "a fails, b fails" } });
    expect(path).toEqual(["race.a -failed-> join", "race.b -failed-> join", "race.c -done-> join", "race -next-> end"]);
    expect(state.answer).toBe("c");
  });
  it("is none where all fail", async () => {
    const { path } = await runPath(first, { input: { q: "a fails, b fails, c fails" } });
    expect(path.slice(-2)).toEqual(["race -error-> late", "late -done-> end"]);
  });
  it("is left by a branch that comes before it, with what that one wrote", async () => {
    const { path, state } = await runPath(first, { input: { q: "a leaves, b hangs, c hangs" } });
    expect(path.slice(-2)).toEqual(["race -a.bad-> late", "late -done-> end"]);
    expect(state.answer).toBe("a");
  });
});

describe("two of three, with people", () => {
  it("counts what joined before a person answered, and withdraws the third question", async () => {
    const answers = { "race.two": { decision: "said", form: { text: "two" } } };
    const result = await runPath(twoOf, { input: { q: "" }, answers });
    expect(result.error).toBeUndefined();
    expect(result.path).toEqual(["race.code -done-> join", "race.one -cancelled-> join", "race.two -said-> join", "race -next-> end"]);
    expect(result.state.notes).toEqual(["a", "two"]);
  });
  it("waits for a second person where the code has failed", async () => {
    const said = { decision: "said", form: { text: "said" } };
    const one = await runPath(twoOf, { input: { q: "a fails" }, answers: { "race.one": said } });
    expect(one.waitsAt).toBe("race.two");
    const both = await runPath(twoOf, { input: { q: "a fails" }, answers: { "race.one": said, "race.two": said } });
    expect(both.state.notes).toEqual(["said", "said"]);
    expect(both.path.at(-1)).toBe("race -next-> end");
  });
  it("is left by one before the second joins, and keeps what had joined", async () => {
    const { path, state } = await runPath(twoOf, { input: { q: "" }, answers: { "race.one": "no" } });
    expect(path.at(-1)).toBe("race -one.no-> end");
    expect(state.notes).toEqual(["a"]);
  });
  it("follows its param", async () => {
    const { path } = await runPath(twoOf, { input: { q: "" }, params: { enough: 1 } });
    expect(path.at(-1)).toBe("race -next-> end");
  });
});

it("merges what the winners wrote in the order of the branches, also where a channel has a reducer, and says whose words they are", async () => {
  const one = { kind: "task", task: "one", writes: "sum", routes: { done: "join" } } as const;
  const graph = world.defineGraph({
    ...{ ...head, id: "merging" },
    nodes: {
      race: {
        kind: "parallel",
        quorum: 3,
        branches: { x: one, y: one, a: { ...code("a"), writes: "said", routes: { done: "join", bad: "join" } }, b: code("b") },
        next: "end",
      },
      late,
    },
    start: "race",
  } as never);
  const { state, error } = await runPath(graph, { input: { q: "b hangs" } });
  expect(error).toBeUndefined();
  expect(state.sum).toBe(2);
  expect((state.said as { type: string }[]).map(({ type }) => type)).toEqual(["ai"]);
});

it.each([
  [first, []],
  // two must fail, and people cannot
  [twoOf, [{ node: "race", label: "error", target: "late", reason: "cannot-fail" }]],
] as const)("has every path forced that can be, and as it was expected", async (graph, missed) => {
  const { paths, notForced } = enumeratePaths(graph);
  expect(notForced).toEqual(missed);
  for (const { name, steps, scenario } of paths) {
    const result = await runPath(graph, scenario);
    const own = result.steps.filter(({ node }) => !node.includes(".")).map(({ node, label, target }) => ({ node, label, target }));
    expect([name, result.error, own]).toEqual([name, undefined, steps]);
  }
});

it("is drawn with how many are enough", () => {
  expect(JSON.stringify(drawingOf(normalise(first, registryOf(first))))).toContain("1 of 3, first come");
});
