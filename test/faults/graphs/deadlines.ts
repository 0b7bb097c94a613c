/** Declared graphs that ask with deadlines. */
import { desk } from "../../fixtures/refund-desk.ts";

/** A reminder, an assignment and an edge, two seconds apart. */
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

/** Asks, and takes another edge after two seconds. */
export const shortDeadlines = desk.defineGraph({
  id: "short-deadlines",
  version: 1,
  start: "look",
  input: ["message"],
  nodes: {
    look: { kind: "interrupt", question: "look", by: ["clerk"], decisions: { yes: "end" }, deadlines: [{ after: "2s", next: "miss" }] },
    miss: { kind: "tool", tool: "price", writes: "amount", next: "end" },
  },
});
