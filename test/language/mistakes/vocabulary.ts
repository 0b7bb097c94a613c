/** The small vocabulary that the table of mistakes is made from, and valid parts to break. */
import { z } from "zod";
import { agent, channel, list, messages, question, rawGraph, router, setup, task, tool } from "../../../language/index.ts";

export const Item = z.object({ id: z.string(), price: z.number() });

/** A graph that others call: it takes an item and a note, and ends well or badly. */
export const child = setup({
  state: { item: Item, note: z.string(), score: z.number(), hint: z.string() },
  agents: { a: agent({ args: z.object({ item: Item, note: z.string() }), output: z.string(), run: async ({ note }) => note }) },
  tools: { t: tool({ errors: { LOST: "final" }, args: z.object({ item: Item }), output: z.number(), run: async () => 1 }) },
}).defineGraph({
  id: "child",
  version: 1,
  start: "first",
  params: { patience: "30s" },
  input: ["item", "note"],
  endsWith: ["good", "bad"],
  nodes: {
    first: { kind: "tool", tool: "t", timeout: { param: "patience" }, writes: "score", onError: { LOST: "end:bad" }, next: "second" },
    second: { kind: "agent", agent: "a", writes: "hint", next: "end:good" },
  },
});
/** One that just ends. */
export const plainChild = setup({
  state: { note: z.string(), count: z.number() },
  agents: { a: agent({ args: z.object({ note: z.string() }), output: z.number(), run: async () => 1 }) },
}).defineGraph({
  id: "plain-child",
  version: 1,
  start: "first",
  input: ["note"],
  nodes: { first: { kind: "agent", agent: "a", writes: "count", next: "end" } },
});
/** One that stops for the next message. */
const chatty = setup({
  state: { note: z.string() },
  agents: { a: agent({ args: z.object({ note: z.string() }), output: z.string(), run: async ({ note }) => note }) },
}).defineGraph({
  id: "chatty",
  version: 1,
  start: "first",
  input: ["note"],
  nodes: { first: { kind: "agent", agent: "a", onError: "end", next: "wait" } },
});
/** One that is to be called from outside. */
const signalled = setup({
  state: { note: z.string() },
  roles: ["lead"],
  agents: { a: agent({ args: z.object({ note: z.string() }), output: z.string(), run: async ({ note }) => note }) },
}).defineGraph({
  id: "signalled",
  version: 1,
  start: "first",
  input: ["note"],
  signals: { again: { by: ["lead"], next: "first" } },
  nodes: { first: { kind: "agent", agent: "a", next: "end" } },
});
/** One built by hand. */
export const byHand = rawGraph({ graph: {}, args: z.object({ text: z.string() }), output: z.object({ answer: z.string() }) });

export const registry = {
  roles: ["lead", "boss"],
  models: { fast: () => ({ invoke: async () => "" }), strong: () => ({ invoke: async () => "" }) },
  state: {
    item: Item,
    note: z.string(),
    count: z.number(),
    mood: z.enum(["up", "down"]),
    maybe: z.string().nullable(),
    notes: list(z.string()),
    items: z.array(Item),
    lines: z.array(z.string()),
    failed: list(z.object({ index: z.number(), item: Item, error: z.string() })),
    log: messages(),
    dueAt: z.iso.datetime(),
    perhaps: z.string().optional(),
    order: Item.optional(),
    filed: Item.nullable(),
    phase: z.enum(["open", "shut"]).optional(),
    spare: z.array(z.string()).optional(),
    flag: z.boolean(),
    presence: z.enum(["absent", "here"]).optional(),
    spent: channel(z.number(), { reduce: (a, b) => a + b, initial: 0 }),
  },
  agents: {
    writer: agent({ args: z.object({ item: Item }), output: z.string(), run: async ({ item }) => item.id }),
    scorer: agent({
      args: z.object({ text: z.string(), mood: z.enum(["up", "down"]).optional() }),
      output: z.object({ text: z.string(), score: z.number(), remark: z.string().optional() }),
      run: async ({ text }) => ({ text, score: 1 }),
    }),
    finder: agent({ args: z.object({ item: Item }), output: z.string().optional(), run: async () => undefined }),
    teller: agent({ args: z.object({ perhaps: z.string() }), output: z.string(), run: async ({ perhaps }) => perhaps }),
    judge: agent({ args: z.object({ item: Item }), output: z.object({ isGood: z.boolean() }), run: async () => ({ isGood: true }) }),
    measurer: agent({
      args: z.object({ length: z.string().transform(Number), unit: z.string().default("cm") }),
      with: z.object({ digits: z.string().transform(Number) }),
      output: z.string(),
      run: async ({ length, unit }) => `${length.toFixed(1)} ${unit}`,
    }),
    unsure: agent({ args: z.object({ item: Item }), output: z.string().nullable(), run: async () => null }),
    helper: agent({ args: z.object({ note: z.string() }), output: z.string(), model: "fast", prompt: "Help with {note}", tools: ["look"] }),
    clerk: agent({
      ...{ args: z.object({ note: z.string() }), model: "fast", prompt: "Help with {note}", tools: ["look"] },
      labels: { said: z.string(), ticket: z.object({ issue: z.string(), urgency: z.number() }), solved: null },
    }),
  },
  routers: {
    intent: router({ labels: ["buy", "ask"], args: z.object({ note: z.string() }), run: async () => [{ label: "buy", confidence: 1 }] }),
  },
  tools: {
    pay: tool({
      errors: { DECLINED: "final", BUSY: "retryable" },
      args: z.object({ item: Item }),
      output: z.string(),
      effect: "transaction",
      once: ["item"],
      run: async () => "paid",
    }),
    wire: tool({ errors: {}, args: z.object({ item: Item }), output: z.string(), once: ["item"], run: async () => "sent" }),
    find: tool({ errors: {}, args: z.object({ item: Item }), output: z.string().optional(), effect: "none", run: async () => undefined }),
    look: tool({ errors: {}, args: z.object({ note: z.string() }), output: z.string(), run: async ({ note }) => note }),
  },
  tasks: {
    limit: task({
      labels: ["yes", "no"],
      args: z.object({ count: z.number() }),
      with: z.object({ max: z.number() }),
      run: async () => ({ label: "yes" }),
    }),
    seek: task({
      labels: ["done"],
      args: z.object({ item: Item }),
      output: z.string().optional(),
      run: async () => ({ label: "done", output: undefined }),
    }),
    summary: task({
      labels: ["done"],
      args: z.object({ notes: z.array(z.string()) }),
      output: z.string(),
      run: async () => ({ label: "done", output: "" }),
    }),
  },
  questions: {
    ask: question({ prompt: "?", decisions: { yes: null, edit: z.object({ note: z.string(), count: z.number() }) } }),
    say: question({ prompt: "?", decisions: { words: z.string(), more: z.object({ note: z.string().optional() }) } }),
    plain: question({ prompt: "?", decisions: { ok: null, no: null } }),
  },
  graphs: { child, plainChild, chatty, signalled, byHand },
} as const;
export const d = setup(registry);

/** The head of a good graph: everything comes in. */
export const g = { id: "g", version: 1, start: "x", input: ["item", "note", "count", "mood", "maybe", "items", "lines", "flag"] } as const;
/** Good nodes. */
export const write = { kind: "agent", agent: "writer", writes: "note", next: "end" } as const;
export const deadlines = [{ after: "4h", next: "end" }] as const;
export const ask = {
  kind: "interrupt",
  question: "ask",
  by: ["lead"],
  shows: ["note"],
  decisions: { yes: "end", edit: "end" },
  writes: { edit: { note: "note" } },
  deadlines,
} as const;
export const clerk = {
  ...{ kind: "agent", agent: "clerk" },
  routes: { said: "end", ticket: "end", solved: "end" },
  writes: { said: "note", ticket: { note: "issue", count: "urgency" } },
} as const;
export const pay = { kind: "tool", tool: "pay", onError: { DECLINED: "end", BUSY: "end" }, next: "end" } as const;
export const limit = { kind: "task", task: "limit", with: { max: 3 }, routes: { yes: "end", no: "end" } } as const;
export const sub = { kind: "subgraph", graph: "child", routes: { good: "end", bad: "end" } } as const;
export const each = {
  kind: "each",
  over: "items",
  as: "item",
  do: { kind: "agent", agent: "writer", writes: "note", next: "join" },
  collect: { notes: "note" },
  next: "end",
} as const;
export const branch = { kind: "task", task: "limit", with: { max: 3 }, routes: { yes: "join", no: "join" } } as const;
export const onMood = { kind: "router", on: "mood", routes: { up: "end", down: "end" } } as const;
export const route = { kind: "router", router: "intent", routes: { buy: "end", ask: "end" } } as const;
