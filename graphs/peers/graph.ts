/** Three agents as peers: each may hand the conversation to another, a person may take it at any moment, and gives it back. */
import { office } from "./registry.ts";

const toSales = "to buy: plans, seats, a price or a quote";
const toSupport = "something does not work: sync, sign in, password, invitations, mail, duplicate events, slow";
const toBilling = "about an invoice, a bill, a payment";

export const peers = office.defineGraph({
  id: "peers",
  version: 1,
  description: "A team calendar's customers talk to sales, support or billing; a person can take the conversation over and give it back.",
  start: "sales",
  input: ["customerId", "messages"],
  output: ["messages"],
  keeps: ["customerId", "messages"],
  params: { handovers: 3 },
  defaults: { timeout: "60s", retry: { maxAttempts: 3, initialInterval: "500ms" }, onError: "human" },
  budget: { steps: 30, tokens: 40_000, next: "human" },
  signals: { takeOver: { by: ["agent", "lead"], next: "human" } },
  nodes: {
    sales: {
      kind: "agent",
      agent: "sales",
      writes: "messages",
      handoff: { support: toSupport, billing: toBilling },
      visits: { max: { param: "handovers" }, next: "human" },
      next: "wait",
    },
    support: {
      kind: "agent",
      agent: "support",
      writes: "messages",
      handoff: { sales: toSales, billing: toBilling },
      visits: { max: { param: "handovers" }, next: "human" },
      next: "wait",
    },
    billing: {
      kind: "agent",
      agent: "billing",
      writes: "messages",
      handoff: { sales: toSales, support: toSupport },
      visits: { max: { param: "handovers" }, next: "human" },
      next: "wait",
    },
    human: {
      kind: "interrupt",
      question: "haveTheChat",
      by: ["agent"],
      shows: ["customerId", "messages"],
      decisions: { reply: "wait", toSales: "sales", toSupport: "support", toBilling: "billing", close: "end" },
      writes: { reply: { messages: "message" } },
      deadlines: [
        { after: "5m", remind: "lead" },
        { after: "30m", next: "support" },
      ],
    },
  },
});
