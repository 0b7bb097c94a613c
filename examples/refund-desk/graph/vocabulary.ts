/** What the graph may name: the channels of a thread's state, and all code. */
import { agent, question, router, setup, tool } from "signalbox";
import { z } from "zod";

const intent = router({
  labels: ["refund", "question"],
  args: z.object({ message: z.string() }),
  run: async ({ message }) => [{ label: /money back|refund/i.test(message) ? "refund" : "question", confidence: 0.9 }],
});

const helper = agent({
  args: z.object({ message: z.string(), reason: z.string().optional() }),
  output: z.string(),
  run: async ({ message, reason }) => (reason ? `Sorry, no: ${reason}` : `About "${message}": we will look into it.`),
});

const payBack = tool({
  errors: { ACCOUNT_CLOSED: "final", BUSY: "retryable" },
  args: z.object({ cents: z.number() }),
  output: z.string(),
  once: ["cents"],
  run: async ({ cents }) => `paid back ${cents} cents`,
});

const mayPay = question({
  prompt: "Pay this back?",
  decisions: { yes: null, less: z.object({ cents: z.number() }), no: z.object({ why: z.string() }) },
});

export const desk = setup({
  state: { message: z.string(), cents: z.number(), reply: z.string(), receipt: z.string(), reason: z.string() },
  roles: ["lead"],
  routers: { intent },
  agents: { helper },
  tools: { payBack },
  questions: { mayPay },
});
