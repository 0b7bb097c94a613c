/** A refund desk: a lead decides what is paid back. */
import { desk } from "./vocabulary.ts";

export const refundDesk = desk.defineGraph({
  id: "refund-desk",
  version: 1,
  start: "triage",
  input: ["message", "cents"],
  output: ["reply", "receipt"],
  params: { sure: 0.7, decideIn: "4h" },
  nodes: {
    triage: {
      kind: "router",
      router: "intent",
      routes: { refund: "approval", question: "answer" },
      lowConfidence: { below: { param: "sure" }, next: "answer" },
    },
    approval: {
      kind: "interrupt",
      question: "mayPay",
      by: ["lead"],
      shows: ["message", "cents"],
      decisions: { yes: "pay", less: "pay", no: "answer" },
      writes: { less: { cents: "cents" }, no: { reason: "why" } },
      deadlines: [
        { after: "1h", remind: "lead" },
        { after: { param: "decideIn" }, next: "answer" },
      ],
    },
    pay: {
      kind: "tool",
      tool: "payBack",
      writes: "receipt",
      timeout: "10s",
      retry: { maxAttempts: 3 },
      onError: { ACCOUNT_CLOSED: "answer", BUSY: "answer" },
      onUnknown: "approval",
      visits: { max: 3, next: "answer" },
      next: "end",
    },
    answer: { kind: "agent", agent: "helper", writes: "reply", next: "end" },
  },
});
