/** Whatever code throws, in every kind of node: the run's error tells what was thrown, and no message is longer than what is kept. */
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { agent, channel, router, setup, task, tool } from "../../../language/index.ts";
import { asError, MAX_MESSAGE, messageOf } from "../../../language/issues/thrown.ts";
import { runPath } from "../../../testkit/index.ts";

const circle = new Error("in a circle");
circle.cause = circle;
const unreadable = new Error();
Object.defineProperty(unreadable, "message", {
  get() {
    throw new Error("no");
  },
});
// biome-ignore format: a table, one value a line
const thrown: readonly (readonly [what: string, value: unknown, says: string])[] = [
  ["a text", "just a text", "just a text"],
  ["an empty text", "", "an empty text"],
  ["null", null, "null was thrown"],
  ["undefined", undefined, "undefined was thrown"],
  ["a number", 42, "42 was thrown"],
  ["false", false, "false was thrown"],
  ["a BigInt", 7n, "7 was thrown"],
  ["a symbol", Symbol("s"), "Symbol(s) was thrown"],
  ["an object", { reason: "odd" }, '{"reason":"odd"}'],
  ["an object with a message", { message: "like an error" }, "like an error"],
  ["a function", function broken() {}, "broken"],
  ["a frozen error", Object.freeze(new Error("frozen")), "frozen"],
  ["an error without a message", new RangeError(""), "RangeError without a message"],
  ["an error with only a cause", new Error("", { cause: new Error("the cause") }), "the cause"],
  ["an AggregateError", new AggregateError([new Error("one"), "two"]), "one; two"],
  ["an error in a circle", circle, "in a circle"],
  ["an error that cannot be read", unreadable, "cannot be read"],
  ["5 MB", new Error("x".repeat(5_000_000)), "(cut: 5000000 characters)"],
];

const world = (value: unknown) => {
  const run = async (): Promise<never> => {
    throw value;
  };
  const vocabulary = setup({
    state: {
      done: z.string(),
      sum: channel(z.number(), {
        reduce: () => {
          throw value;
        },
        initial: 0,
      }),
    },
    tools: { t: tool({ errors: {}, effect: "none", args: z.object({}), output: z.string(), run }) },
    tasks: {
      k: task({ labels: ["ok"], args: z.object({}), output: z.string(), run }),
      n: task({ labels: ["ok"], args: z.object({}), output: z.number(), run: async () => ({ label: "ok", output: 1 }) }),
    },
    agents: { a: agent({ args: z.object({}), output: z.string(), run }) },
    routers: { r: router({ labels: ["ok"], args: z.object({}), run }) },
  });
  const of = (node: object) =>
    vocabulary.loadGraph(JSON.stringify({ id: "b", version: 1, start: "n", input: [], nodes: { n: node } }), "b.json");
  return {
    tool: of({ kind: "tool", tool: "t", writes: "done", next: "end" }),
    task: of({ kind: "task", task: "k", writes: "done", routes: { ok: "end" } }),
    agent: of({ kind: "agent", agent: "a", writes: "done", next: "end" }),
    router: of({ kind: "router", router: "r", routes: { ok: "end" } }),
    reducer: of({ kind: "task", task: "n", writes: "sum", routes: { ok: "end" } }),
    branch: of({ kind: "parallel", branches: { one: { kind: "tool", tool: "t", writes: "done", next: "join" } }, next: "end" }),
  };
};

describe.each(thrown)("%s", (_, value, says) => {
  it.each(Object.entries(world(value)))("thrown by a %s", async (_kind, graph) => {
    // a reducer's failure also keeps the state from being read
    const error: unknown = await runPath(graph, { input: {} }).then(
      (result) => result.error,
      (rejected: unknown) => rejected,
    );
    expect(error).toBeInstanceOf(Error);
    const message = messageOf(error);
    expect(message).toContain(says);
    expect(message).not.toContain("is_bubble_up");
    expect(message.length).toBeLessThan(MAX_MESSAGE + 200);
  });
});

it("keeps an error as it is, and by what a provider's failure is recognized", () => {
  const error = new TypeError("plain");
  expect(asError(error)).toBe(error);
  expect(asError({ code: "ECONNRESET", status: 503, message: "gone" })).toMatchObject({ code: "ECONNRESET", status: 503, message: "gone" });
});

it.each([undefined, null, 3])("refuses %j as a task's output of a text", async (output) => {
  const vocabulary = setup({
    state: { done: z.string() },
    tasks: {
      k: task({ labels: ["ok"], args: z.object({}), output: z.string(), run: async () => ({ label: "ok", output: output as never }) }),
    },
  });
  const graph = vocabulary.defineGraph({
    id: "b",
    version: 1,
    start: "n",
    nodes: { n: { kind: "task", task: "k", writes: "done", routes: { ok: "end" } } },
  });
  expect((await runPath(graph, { input: {} })).error).toMatchObject({ code: "NODE_FAILED", facts: { error: "malformed" } });
});
