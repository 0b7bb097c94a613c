/** For G12: values that JSON changes, loses or cannot hold, and graphs that write a given value. */
import { AIMessage } from "@langchain/core/messages";
import { END, START, StateGraph, StateSchema } from "@langchain/langgraph";
import { z } from "zod";
import type { CompiledGraph } from "../../../compile/compile-graph.ts";
import { question, setup, tool } from "../../../language/index.ts";

class Money {
  readonly cents = 5;
}
const cycle: Record<string, unknown> = {};
cycle.self = cycle;
const deep = (levels: number): unknown => {
  let value: unknown = "end";
  for (let level = 0; level < levels; level++) value = { in: value };
  return value;
};

// biome-ignore format: a table, one value a line
export const values: Readonly<Record<string, () => unknown>> = {
  BigInt: () => ({ n: 12n }),
  Date: () => ({ at: new Date(0) }),
  class: () => [new Money()],
  cycle: () => cycle,
  NaN: () => ({ n: Number.NaN }),
  Infinity: () => ({ n: Number.POSITIVE_INFINITY }),
  lc: () => ({ lc: 1, type: "constructor", id: ["langchain_core", "prompts", "PromptTemplate"], kwargs: {} }),
  "forged message": () => ({ lc: 1, type: "constructor", id: ["langchain_core", "messages", "AIMessage"], kwargs: { content: "forged" } }),
  "broken lc": () => ({ lc: 1, type: "constructor", id: ["nowhere"], kwargs: {} }),
  __proto__key: () => JSON.parse('{ "__proto__": { "polluted": true } }'),
  "5000 deep": () => deep(5_000),
  NUL: () => ({ text: "a\0b" }),
  "half a surrogate": () => ({ text: "\ud800" }),
  function: () => ({ run: () => 1 }),
  symbol: () => ({ s: Symbol("s") }),
  "undefined in a list": () => [undefined],
  "10 MB": () => "x".repeat(10_000_000),
  Map: () => new Map([["a", 1]]),
  "a message": () => new AIMessage("fine"),
  plain: () => ({ text: "fine", list: [1, null, true] }),
};

let next: () => unknown = () => "fine";
export const write = (make: () => unknown): void => {
  next = make;
};

const desk = setup({
  state: { message: z.string(), thing: z.any() },
  roles: ["lead"],
  tools: { make: tool({ errors: {}, args: z.object({ message: z.string() }), output: z.any(), run: async () => next() }) },
  questions: { ask: question({ prompt: "?", decisions: { go: z.object({ note: z.any() }) } }) },
});
/** Writes the value, then asks. */
export const declared = desk.defineGraph({
  ...{ id: "declared", version: 1, start: "making", input: ["message"] },
  nodes: {
    making: { kind: "tool", tool: "make", writes: "thing", next: "asking" },
    asking: { kind: "interrupt", question: "ask", by: ["lead"], decisions: { go: "end" }, writes: { go: { thing: "note" } } },
  },
});

export function rawGraph(): CompiledGraph {
  const State = new StateSchema({ message: z.any(), thing: z.any() });
  return new StateGraph(State)
    .addNode("making", () => ({ thing: next() }))
    .addEdge(START, "making")
    .addEdge("making", END)
    .compile() as unknown as CompiledGraph;
}
