/** Independent mistakes of the whole graph are reported in one check, and one mistake once. */
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { setup, task, tool, validate } from "../../../language/index.ts";

const world = setup({
  state: { note: z.string() },
  tools: { read: tool({ errors: {}, effect: "none", args: z.object({ note: z.string() }), output: z.string(), run: async () => "" }) },
  tasks: {
    two: task({ labels: ["on", "back"], args: z.object({}), run: async () => ({ label: "on" }) }),
    three: task({ labels: ["on", "back", "far"], args: z.object({}), run: async () => ({ label: "on" }) }),
  },
});
const two = (on: string, back: string) => ({ kind: "task", task: "two", routes: { on, back } });
const three = (on: string, back: string, far: string) => ({ kind: "task", task: "three", routes: { on, back, far } });
const found = (nodes: Record<string, unknown>, start = Object.keys(nodes)[0]) =>
  validate(world.registry, { id: "g", version: 1, start, nodes }).issues.map(({ code, path, message, hint }) =>
    code === "UNBOUNDED_CYCLE"
      ? `${/: (.*)\./.exec(message)?.[1]} (${/^Give (.*?),? `visits/.exec(hint ?? "")?.[1]})`
      : `${code} ${path.join(".")}`,
  );

describe("unbounded cycles", () => {
  it.each([
    ["two apart", { a: two("b", "a"), b: two("end", "b") }, ["a → a (one of its nodes)", "b → b (one of its nodes)"]],
    ["two in a third", { a: two("b", "a"), b: three("end", "b", "a") }, ["a → a (one of its nodes)", "b → b (one of its nodes)"]],
    [
      "several through one node are one",
      { hub: three("w1", "w2", "end"), w1: two("hub", "end"), w2: two("hub", "end") },
      ['hub → w1 → hub ("hub", which is in other cycles too)'],
    ],
    ["a chain of pairs", { a: two("b", "end"), b: two("c", "a"), c: two("b", "end") }, ['a → b → a ("b", which is in other cycles too)']],
    [
      "what is left beside the shared node",
      { a: two("b", "end"), b: three("c", "a", "d"), c: two("b", "end"), d: two("d", "end") },
      ['a → b → a ("b", which is in other cycles too)', "d → d (one of its nodes)"],
    ],
    ["a ring", { a: two("b", "end"), b: two("c", "end"), c: two("a", "end") }, ["a → b → c → a (one of its nodes)"]],
  ])("%s", (_, nodes, issues) => {
    expect(found(nodes)).toEqual(issues);
  });

  it("when each has a bound as advised, none is left", () => {
    const nodes = Object.fromEntries(
      [1, 2, 3, 4, 5, 6].map((n) => [`n${n}`, three(n === 6 ? "end" : `n${n + 1}`, `n${n}`, `n${Math.max(1, n - 2)}`)]),
    );
    const { issues } = validate(world.registry, { id: "g", version: 1, start: "n1", nodes });
    const bounded = issues.map(({ hint, path }) => /^Give "(\w+)"/.exec(hint ?? "")?.[1] ?? String(path[1]));
    const fixed = Object.fromEntries(
      Object.entries(nodes).map(([name, node]) => [name, bounded.includes(name) ? { ...node, visits: { max: 3, next: "end" } } : node]),
    );
    expect(issues.length).toBeGreaterThan(1);
    expect(validate(world.registry, { id: "g", version: 1, start: "n1", nodes: fixed }).issues).toEqual([]);
  });
});

describe("beside a node that nothing leads to", () => {
  const read = (next: string) => ({ kind: "tool", tool: "read", next });
  it("a channel is read too early", () => {
    expect(found({ a: read("end"), lost: two("end", "end") })).toEqual([
      "READ_BEFORE_WRITE nodes.a.args.note",
      "UNREACHABLE_NODE nodes.lost",
    ]);
  });
  it("what the lost node would have written is not reported as well", () => {
    expect(found({ a: two("b", "end"), b: read("end"), lost: { ...read("b"), writes: "note" } })).toEqual(["UNREACHABLE_NODE nodes.lost"]);
  });
});
