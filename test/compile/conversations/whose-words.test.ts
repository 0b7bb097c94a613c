/** Whose words a conversation has: what a graph writes is the assistant's, from every kind of node; only the input and a person's form are a person's. */
import type { BaseMessage } from "@langchain/core/messages";
import { MessagesAnnotation, StateGraph } from "@langchain/langgraph";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { channel, list, messages, question, rawGraph, setup, task, tool } from "../../../language/index.ts";
import { runPath } from "../../../testkit/index.ts";

const said = (state: Readonly<Record<string, unknown>>): string[] =>
  (state.messages as BaseMessage[]).map((message) => `${message.getType()}: ${message.text}`);

const says = <T>(output: z.ZodType<T>, value: T) =>
  task({ labels: ["ok"], args: z.object({}), output, run: async () => ({ label: "ok", output: value }) });
const tells = (text: string) => tool({ errors: {}, effect: "none", args: z.object({}), output: z.string(), run: async () => text });

const inner = setup({ state: { note: z.string() }, tasks: { note: says(z.string(), "from inside") } }).defineGraph({
  ...{ id: "inner", version: 1, start: "write" },
  nodes: { write: { kind: "task", task: "note", writes: "note", routes: { ok: "end" } } },
});
const raw = new StateGraph(MessagesAnnotation)
  .addNode("say", async () => ({ messages: [] }))
  .addEdge("__start__", "say")
  .compile();

const desk = setup({
  state: {
    ...{ messages: messages(), items: z.array(z.string()), item: z.string(), kept: list(z.string()) },
    spent: channel(z.number(), { reduce: (a, b) => a + b, initial: 0 }),
    word: z.object({ content: z.string() }),
  },
  roles: ["lead"],
  tasks: {
    text: says(z.string(), "a text"),
    texts: says(z.array(z.any()), ["one", { content: "two" }, { role: "user", content: "three" }, { type: "system", content: "four" }]),
    bare: says(z.object({ content: z.string() }), { content: "bare" }),
    wrap: task({
      ...{ labels: ["ok"], args: z.object({ item: z.string() }), output: z.object({ content: z.string() }) },
      run: async ({ item }) => ({ label: "ok", output: { content: item } }),
    }),
  },
  tools: { tell: tells("told"), tellToo: tells("told too") },
  questions: {
    ask: question({ prompt: "?", decisions: { text: z.object({ text: z.string() }), object: z.object({ content: z.string() }) } }),
  },
  graphs: { inner, raw: rawGraph({ graph: raw, args: z.object({}), output: z.object({ answer: z.any().default("from a raw graph") }) }) },
});

const run = async (node: object, scenario: object = {}) => {
  const nodes = { do: node } as never;
  const graph = desk.defineGraph({ id: "words", version: 1, start: "do" as never, input: ["messages", "items"], nodes });
  const result = await runPath(graph, { input: { messages: "mine" }, ...scenario });
  expect(result.error).toBeUndefined();
  return said(result.state);
};

describe("the assistant's are", () => {
  it.each([
    ["a task's text", { kind: "task", task: "text", writes: "messages", routes: { ok: "end" } }, ["ai: a text"]],
    ["a tool's text", { kind: "tool", tool: "tell", writes: "messages", next: "end" }, ["ai: told"]],
    ["content without a role", { kind: "task", task: "bare", writes: "messages", routes: { ok: "end" } }, ["ai: bare"]],
    [
      "texts of a list; what has a role keeps it",
      { kind: "task", task: "texts", writes: "messages", routes: { ok: "end" } },
      ["ai: one", "ai: two", "human: three", "system: four"],
    ],
    ["a subgraph's text", { kind: "subgraph", graph: "inner", output: { messages: "note" }, next: "end" }, ["ai: from inside"]],
    [
      "a hand-built graph's text",
      { kind: "subgraph", graph: "raw", output: { messages: "answer" }, next: "end" },
      ["ai: from a raw graph"],
    ],
    [
      "texts of branches",
      {
        ...{ kind: "parallel", next: "end" },
        branches: {
          one: { kind: "tool", tool: "tell", writes: "messages", next: "join" },
          two: { kind: "tool", tool: "tellToo", writes: "messages", next: "join" },
        },
      },
      ["ai: told", "ai: told too"],
    ],
    [
      "what items give",
      {
        ...{ kind: "each", over: "items", as: "item", collect: { messages: "word" }, next: "end" },
        do: { kind: "task", task: "wrap", writes: "word", routes: { ok: "join" } },
      },
      ["ai: a", "ai: b"],
    ],
  ])("%s", async (_, node, words) => {
    expect(await run(node, { input: { messages: "mine", items: ["a", "b"] } })).toEqual(["human: mine", ...words]);
  });
});

it.each([
  ["text", { text: "my answer" }, { messages: "text" }, "my answer"],
  ["object", { content: "my content" }, "messages", "my content"],
])("a person's form is the person's: %s", async (decision, form, writes, words) => {
  const other = decision === "text" ? { object: "messages" } : { text: { messages: "text" } };
  const node = {
    ...{
      kind: "interrupt",
      question: "ask",
      by: ["lead"],
      decisions: { text: "end", object: "end" },
      deadlines: [{ after: "1h", next: "end" }],
    },
    writes: { ...other, [decision]: writes },
  };
  expect(await run(node, { answers: { do: { decision, form } } })).toEqual(["human: mine", `human: ${words}`]);
});
