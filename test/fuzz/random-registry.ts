/** The fixed registry of random declarations: code of every sort that does what the run's script says, all of it allowed. */
import { AIMessage } from "@langchain/core/messages";
import { END, START, StateGraph, StateSchema } from "@langchain/langgraph";
import { fakeModel } from "langchain";
import { z } from "zod";
import { agent, channel, list, messages, question, rawGraph, router, setup, task, tool } from "../../language/index.ts";
import { ToolError } from "../../language/issues/errors.ts";
import { script } from "./script.ts";

export const Item = z.object({ id: z.string(), size: z.number() });
const failure = (message: string) => new Error(message);
const nap = (ms: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    setTimeout(resolve, ms);
    signal.addEventListener("abort", () => resolve(), { once: true });
  });

/** Talks, calls one of its tools (a handoff is one), or is too busy; after a tool it always talks. */
function scriptedModel() {
  const model = fakeModel();
  const bind = model.bindTools.bind(model);
  let tools: string[] = [];
  model.bindTools = (given) => {
    tools = given.map((each) => ("name" in each ? String(each.name) : ""));
    return bind(given);
  };
  const usage_metadata = { input_tokens: 5, output_tokens: 5, total_tokens: 10 } as never; // LangChain types it as absent
  const answer = (said: readonly { type: string }[]) => {
    script().mayFail(10, (message) => Object.assign(new Error(message), { status: 429 }));
    const name = script().one(["", ...tools]);
    if (name === "" || said.at(-1)?.type === "tool") return new AIMessage({ content: "said", usage_metadata });
    return new AIMessage({ content: "", tool_calls: [{ id: "call", name, args: { text: "asked", count: 1 } }], usage_metadata });
  };
  for (let call = 0; call < 8; call += 1) model.respond(answer);
  return model;
}

const byHand = new StateGraph(new StateSchema({ text: z.string() }))
  .addNode("shout", async ({ text }) => ({ text: `${text}!` }))
  .addEdge(START, "shout")
  .addEdge("shout", END)
  .compile();

const vocabulary = {
  roles: ["lead", "boss"],
  state: {
    text: z.string(),
    maybe: z.string().nullable(),
    count: z.number(),
    mood: z.enum(["up", "down"]),
    dueAt: z.iso.datetime(),
    item: Item,
    items: z.array(Item),
    texts: list(z.string()),
    failures: list(z.object({ index: z.number(), item: Item, error: z.string() })),
    spent: channel(z.number(), { reduce: (a, b) => a + b, initial: 0 }),
    log: messages(),
  },
  models: { fast: scriptedModel, strong: scriptedModel },
  agents: {
    writer: agent({
      args: z.object({ text: z.string() }),
      output: z.string(),
      run: async ({ text }) => {
        script().mayFail(8, failure);
        return `${text.slice(0, 20)}.`;
      },
    }),
    scorer: agent({
      args: z.object({ item: Item, hint: z.string().optional() }),
      output: z.object({ text: z.string(), count: z.number(), mood: z.enum(["up", "down"]) }),
      run: async ({ item }) => ({ text: item.id, count: item.size, mood: script().one(["up", "down"] as const) }),
    }),
    slow: agent({
      args: z.object({}),
      output: z.string(),
      run: async (_, { signal }) => {
        await nap(2, signal);
        return "slow";
      },
    }),
    talker: agent({
      args: z.object({ text: z.string() }),
      output: z.string(),
      model: "fast",
      prompt: "Say: {text}",
      tools: ["look", "pay"],
    }),
  },
  routers: {
    sort: router({
      labels: ["small", "large", "odd"],
      args: z.object({ text: z.string() }),
      run: async () => {
        script().mayFail(5, failure);
        const label = script().one(["small", "large", "odd"] as const);
        return [
          { label, confidence: script().below(101) / 100 },
          { label: "odd", confidence: 0.1 },
        ];
      },
    }),
  },
  tools: {
    pay: tool({
      description: "Pays.",
      errors: { DECLINED: "final", BUSY: "retryable" },
      args: z.object({ count: z.number() }),
      output: z.string(),
      once: ["count"],
      run: async () => {
        script().mayFail(25, (message) => new ToolError(script().one(["DECLINED", "BUSY"]), message));
        script().mayFail(4, failure);
        return "paid";
      },
    }),
    look: tool({ description: "Looks.", errors: {}, args: z.object({ text: z.string() }), output: z.string(), run: async () => "seen" }),
  },
  tasks: {
    limit: task({
      labels: ["yes", "no"],
      args: z.object({ count: z.number() }),
      with: z.object({ max: z.number() }),
      run: async () => ({ label: script().one(["yes", "no"] as const) }),
    }),
    sum: task({
      labels: ["done"],
      args: z.object({ items: z.array(Item) }),
      output: z.number(),
      run: async ({ items }) => ({ label: "done", output: items.reduce((total, { size }) => total + size, 0) }),
    }),
  },
  questions: {
    plain: question({ prompt: "?", decisions: { ok: null, cancelled: null } }),
    edit: question({ prompt: "?", decisions: { yes: null, change: z.object({ text: z.string(), count: z.number() }) } }),
  },
} as const;

const inner = setup(vocabulary);
const head = { version: 1, input: ["text", "count"] } as const;
const asking = {
  kind: "interrupt",
  question: "edit",
  by: ["lead"],
  deadlines: [{ after: "1h", next: "end:lost" }],
  decisions: { yes: "end:booked", change: "again" },
  writes: { change: { text: "text" } },
} as const;
const booking = inner.defineGraph({
  ...head,
  id: "booking",
  start: "check",
  output: ["text", "count"],
  endsWith: ["booked", "lost"],
  nodes: {
    check: { kind: "task", task: "limit", with: { max: 3 }, routes: { yes: "permit", no: "end:lost" } },
    permit: asking,
    again: { kind: "agent", agent: "writer", writes: "text", onError: "end:lost", next: "permit" },
  },
});
const crew = inner.defineGraph({
  ...head,
  id: "crew",
  start: "both",
  nodes: {
    both: {
      kind: "parallel",
      branches: {
        ask: { kind: "interrupt", question: "plain", by: ["lead"], decisions: { ok: "join", cancelled: "join" } },
        act: { kind: "task", task: "limit", with: { max: 3 }, routes: { yes: "join", no: "end" } },
      },
      next: "end",
    },
  },
});
const quick = inner.defineGraph({
  ...head,
  id: "quick",
  start: "write",
  nodes: { write: { kind: "agent", agent: "writer", writes: "text", next: "end" } },
});
const chatty = inner.defineGraph({
  ...head,
  id: "chatty",
  start: "write",
  nodes: { write: { kind: "agent", agent: "writer", writes: "text", next: "wait" } },
});
const hailed = inner.defineGraph({
  ...head,
  id: "hailed",
  start: "write",
  signals: { stop: { by: ["lead"], next: "end" } },
  nodes: { write: { kind: "agent", agent: "writer", writes: "text", next: "end" } },
});
/** A graph that calls another: questions two levels down. */
const nested = setup({ ...vocabulary, graphs: { booking } }).defineGraph({
  ...head,
  id: "nested",
  start: "book",
  nodes: { book: { kind: "subgraph", graph: "booking", output: { text: "text" }, routes: { booked: "end", lost: "end" } } },
});

export const fuzzed = setup({
  ...vocabulary,
  graphs: {
    booking,
    crew,
    quick,
    chatty,
    hailed,
    nested,
    raw: rawGraph({ graph: byHand, args: z.object({ text: z.string() }), output: z.object({ text: z.string() }) }),
  },
});
