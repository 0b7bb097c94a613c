/** One invoice: matched against its order, then booked once or disputed. The batch runs it on a thread of its own. */
import { oneInvoice } from "./registry.ts";

export const invoiceGraph = oneInvoice.defineGraph({
  id: "invoice",
  version: 1,
  description: "Matches one invoice against its order and books it.",
  start: "compare",
  input: ["invoice"],
  output: ["result"],
  endsWith: ["booked", "disputed"],
  params: { tolerancePercent: 1 },
  defaults: { timeout: "20s", retry: { maxAttempts: 3, initialInterval: "200ms" } },
  nodes: {
    compare: {
      kind: "task",
      task: "match",
      with: { tolerancePercent: { param: "tolerancePercent" } },
      writes: "result",
      routes: { matched: "enter", disputed: "end:disputed" },
    },
    enter: { kind: "tool", tool: "book", writes: "result", onError: { ALREADY_BOOKED: "duplicate" }, next: "end:booked" },
    duplicate: { kind: "task", task: "noteDuplicate", writes: "result", routes: { noted: "end:disputed" } },
  },
});
