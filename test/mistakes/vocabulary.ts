/** The small vocabulary that the table of mistakes is made from, and good parts to spoil. */
import { z } from "zod";
import { agent, channel, list, messages, question, router, setup, task, tool } from "../../language/index.ts";

export const Item = z.object({ id: z.string(), price: z.number() });

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
    log: messages(),
    spent: channel(z.number(), { reduce: (a, b) => a + b, initial: 0 }),
  },
  agents: {
    writer: agent({ args: z.object({ item: Item }), output: z.string(), run: async ({ item }) => item.id }),
    scorer: agent({
      args: z.object({ text: z.string(), mood: z.enum(["up", "down"]).optional() }),
      output: z.object({ text: z.string(), score: z.number(), remark: z.string().optional() }),
      run: async ({ text }) => ({ text, score: 1 }),
    }),
    unsure: agent({ args: z.object({ item: Item }), output: z.string().nullable(), run: async () => null }),
    helper: agent({ args: z.object({ note: z.string() }), output: z.string(), model: "fast", prompt: "Help with {note}", tools: ["look"] }),
  },
  routers: {
    intent: router({ labels: ["buy", "ask"], args: z.object({ note: z.string() }), run: async () => [{ label: "buy", confidence: 1 }] }),
  },
  tools: {
    pay: tool({
      errors: { DECLINED: "final", BUSY: "retryable" },
      args: z.object({ item: Item }),
      output: z.string(),
      once: ["item"],
      run: async () => "paid",
    }),
    look: tool({ errors: {}, args: z.object({ note: z.string() }), output: z.string(), run: async ({ note }) => note }),
  },
  tasks: {
    limit: task({
      labels: ["yes", "no"],
      args: z.object({ count: z.number() }),
      with: z.object({ max: z.number() }),
      run: async () => ({ label: "yes" }),
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
    plain: question({ prompt: "?", decisions: { ok: null, no: null } }),
  },
} as const;
export const d = setup(registry);

/** The head of a good graph: everything comes in. */
export const g = { id: "g", version: 1, start: "x", input: ["item", "note", "count", "mood", "maybe"] } as const;
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
export const pay = { kind: "tool", tool: "pay", onError: { DECLINED: "end", BUSY: "end" }, next: "end" } as const;
export const limit = { kind: "task", task: "limit", with: { max: 3 }, routes: { yes: "end", no: "end" } } as const;
export const route = { kind: "router", router: "intent", routes: { buy: "end", ask: "end" } } as const;
