/** A nightly batch: thousands of invoices, each in a thread of its own, failures to a person's work list. */
import { z } from "zod";
import { list, question, setup, task, tool } from "../../../language/index.ts";
import { never } from "./code-of-nothing.ts";

const Invoice = z.object({ id: z.string(), cents: z.number() });
const one = setup({
  state: { invoice: Invoice, note: z.string() },
  tasks: { match: task({ labels: ["matched", "disputed"], args: z.object({ invoice: Invoice }), output: z.string(), run: never }) },
  tools: {
    book: tool({
      errors: { LEDGER: "retryable" },
      args: z.object({ invoice: Invoice }),
      output: z.string(),
      once: ["invoice"],
      run: never,
    }),
  },
});
// biome-ignore format: one node, one block
export const invoiceGraph = one.defineGraph({
  id: "invoice", version: 1, start: "match", input: ["invoice"], output: ["note"], endsWith: ["booked", "disputed"],
  nodes: {
    match: { kind: "task", task: "match", writes: "note", routes: { matched: "book", disputed: "end:disputed" } },
    book: { kind: "tool", tool: "book", writes: "note", onError: { LEDGER: "end:disputed" }, next: "end:booked" },
  },
});
const batch = setup({
  roles: ["accounting"],
  state: {
    day: z.string(),
    invoices: z.array(Invoice),
    invoice: Invoice,
    note: z.string(),
    notes: list(z.string()),
    failed: list(z.object({ index: z.number(), item: Invoice, error: z.string() })),
  },
  tools: { load: tool({ errors: {}, args: z.object({ day: z.string().optional() }), output: z.array(Invoice), run: never }) },
  questions: {
    workList: question({ prompt: "These failed.", decisions: { again: z.object({ invoices: z.array(Invoice) }), done: null } }),
  },
  graphs: { invoice: invoiceGraph },
});
// biome-ignore format: one node, one block
export const batchGraph = batch.defineGraph({
  id: "nightly", version: 1, start: "load", input: ["day"],
  nodes: {
    load: { kind: "tool", tool: "load", writes: "invoices", next: "all" },
    all: { kind: "each", over: "invoices", as: "invoice", threads: "own", maxConcurrency: 20,
      do: { kind: "subgraph", graph: "invoice", output: { note: "note" }, routes: { booked: "join", disputed: "join" } },
      collect: { notes: "note" }, failures: { collect: "failed", next: "workList" }, next: "end" },
    workList: { kind: "interrupt", question: "workList", by: ["accounting"], shows: ["failed"], decisions: { again: "all", done: "end" },
      writes: { again: { invoices: "invoices" } }, visits: { max: 5, next: "end" }, deadlines: [{ after: "12h", next: "end" }] },
  },
});
