/** A night's invoices as a graph: each one on a thread of its own, and a work list that a person answers. */
import { batch } from "./registry.ts";

export const nightlyBatch = batch.defineGraph({
  id: "nightly-batch",
  version: 1,
  description: "Matches a day's invoices against their orders and books them, each on its own thread; a person works off what is left.",
  start: "load",
  input: ["day"],
  output: ["booked", "open"],
  params: { invoicesADay: 5_000, atOnce: 20 },
  defaults: { timeout: "60s" },
  nodes: {
    load: { kind: "tool", tool: "loadInvoices", with: { count: { param: "invoicesADay" } }, writes: "invoices", next: "all" },
    all: {
      kind: "each",
      over: "invoices",
      as: "invoice",
      threads: "own",
      maxConcurrency: { param: "atOnce" },
      do: {
        kind: "subgraph",
        graph: "invoice",
        input: { invoice: "invoice" },
        output: { result: "result" },
        routes: { booked: "join", disputed: "join" },
      },
      collect: { results: "result" },
      failures: { collect: "failed", next: "sumUpBroken" },
      next: "sumUp",
    },
    sumUp: { kind: "task", task: "settle", writes: { open: "open", booked: "booked" }, routes: { clean: "end", open: "workList" } },
    sumUpBroken: {
      kind: "task",
      task: "settle",
      args: { broken: "failed" },
      writes: { open: "open", booked: "booked" },
      routes: { clean: "end", open: "workList" },
    },
    workList: {
      kind: "interrupt",
      question: "workOff",
      by: ["accounting"],
      shows: ["day", "booked", "open"],
      decisions: { again: "all", done: "end" },
      writes: { again: { invoices: "invoices" } },
      visits: { max: 5, next: "end" },
      deadlines: [
        { after: "4h", remind: "accounting" },
        { after: "3d", next: "end" },
      ],
    },
  },
});
