/** A signal reaches the graph that a thread runs: an item with a thread of its own can be given one. */
import { expect, test } from "vitest";
import { validate } from "../../../language/index.ts";
import { g, registry } from "../mistakes/vocabulary.ts";

const over = (threads: "shared" | "own") => ({
  ...g,
  nodes: {
    x: { kind: "each", over: "notes", as: "note", threads, do: { kind: "subgraph", graph: "signalled", next: "join" }, next: "end" },
  },
});

test("a graph with signals is warned of inside a thread, and not where each item is a thread", () => {
  expect(validate(registry, over("shared")).issues.map(({ code, severity }) => [code, severity])).toEqual([
    ["SUBGRAPH_SIGNALS", "warning"],
  ]);
  expect(validate(registry, over("own")).issues).toEqual([]);
});
