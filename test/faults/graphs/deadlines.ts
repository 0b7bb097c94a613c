/** A declared graph that asks with a reminder, an assignment and a deadline's edge, two seconds apart. */
import { desk } from "../../fixtures/refund-desk.ts";

export const deadlineGraph = desk.defineGraph({
  id: "deadlines",
  version: 1,
  start: "look",
  input: ["message"],
  nodes: {
    look: {
      kind: "interrupt",
      question: "look",
      by: ["clerk"],
      decisions: { yes: "end" },
      deadlines: [
        { after: "25s", remind: "clerk" },
        { after: "27s", assign: "head" },
        { after: "29s", next: "miss" },
      ],
    },
    miss: { kind: "tool", tool: "price", writes: "amount", next: "end" },
  },
});
