/** A small graph that declares each thing that can be changed: a model agent with repair and fallback, a threshold, people, deadlines, a budget. */
import { z } from "zod";
import { agent, question, router, setup, tool } from "../../index.ts";
import { openAI } from "../../openai/index.ts";

const args = z.object({ text: z.string() });
const desk = setup({
  roles: ["clerk", "lead"],
  state: { text: z.string(), reply: z.object({ draft: z.string() }), receipt: z.string() },
  models: { fast: openAI({ model: "fast" }), strong: openAI({ model: "strong" }), spare: openAI({ model: "spare" }) },
  routers: { sort: router({ labels: ["pay", "ask"], args, run: async () => [{ label: "pay", confidence: 1 }] }) },
  agents: { writer: agent({ model: "fast", prompt: "Answer {text}", args, output: z.object({ draft: z.string() }) }) },
  tools: { pay: tool({ errors: { BUSY: "retryable" }, args, once: ["text"], output: z.string(), run: async () => "paid" }) },
  questions: { sure: question({ prompt: "Pay?", decisions: { yes: null, no: null } }) },
});

export const smallDesk = desk.defineGraph({
  id: "small-desk",
  version: 1,
  start: "sort",
  input: ["text"],
  params: { sure: 0.8 },
  defaults: { timeout: "20s", retry: { maxAttempts: 3, initialInterval: "200ms" } },
  budget: { tokens: 500, next: "approve" },
  signals: { stop: { by: ["lead"], next: "end" } },
  nodes: {
    sort: {
      kind: "router",
      router: "sort",
      routes: { pay: "approve", ask: "write" },
      lowConfidence: { below: { param: "sure" }, next: "write" },
    },
    write: {
      kind: "agent",
      agent: "writer",
      writes: "reply",
      repair: 2,
      fallback: ["strong", "spare"],
      onError: { malformed: "approve" },
      visits: { max: 2, next: "end" },
      next: "approve",
    },
    approve: {
      kind: "interrupt",
      question: "sure",
      by: { roles: ["clerk", "lead"], count: { yes: 2 }, not: ["requester"] },
      decisions: { yes: "pay", no: "end" },
      deadlines: [
        { after: "1h", remind: "clerk" },
        { after: "1d", next: "end" },
      ],
    },
    pay: { kind: "tool", tool: "pay", writes: "receipt", onError: { BUSY: "write" }, onUnknown: "approve", next: "end" },
  },
});
