/** A graph with one of everything that coverage counts. */
import { z } from "zod";
import { question, router, setup, tool } from "../../../../language/index.ts";

const desk = setup({
  state: { message: z.string(), receipt: z.string() },
  roles: ["lead"],
  routers: {
    size: router({
      labels: ["small", "large"],
      args: z.object({ message: z.string() }),
      run: async () => [{ label: "small", confidence: 1 }],
    }),
  },
  tools: {
    pay: tool({ errors: { CLOSED: "final" }, args: z.object({ message: z.string() }), output: z.string(), run: async () => "paid" }),
  },
  questions: { mayPay: question({ prompt: "Pay this?", decisions: { yes: null, no: null } }) },
});

export const refunds = desk.defineGraph({
  id: "refunds",
  version: 1,
  start: "triage",
  input: ["message"],
  nodes: {
    triage: { kind: "router", router: "size", routes: { small: "pay", large: "approval" }, onError: "approval" },
    approval: {
      kind: "interrupt",
      question: "mayPay",
      by: ["lead"],
      decisions: { yes: "pay", no: "end" },
      deadlines: [
        { after: "1h", remind: "lead" },
        { after: "4h", next: "end" },
      ],
    },
    pay: { kind: "tool", tool: "pay", writes: "receipt", onError: { CLOSED: "end" }, next: "end" },
  },
});
