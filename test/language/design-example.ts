/** The design's own example: a bank's support desk with every kind of the language. Tests start from it. */
import { z } from "zod";
import { agent, messages, question, router, setup, task, tool } from "../../language/index.ts";

const Order = z.object({ id: z.string(), totalCents: z.number() });
const Refund = z.object({ orderId: z.string(), amountCents: z.number().int() });

export const desk = setup({
  roles: ["support-lead", "duty-manager", "support"],
  state: {
    messages: messages(),
    message: z.string(),
    orderId: z.string(),
    order: Order,
    refund: Refund,
    draft: z.string(),
    feedback: z.string(),
    receipt: z.string(),
  },
  routers: {
    intent: router({
      labels: ["billing", "technical", "account"],
      args: z.object({ message: z.string() }),
      run: async () => [{ label: "billing", confidence: 0.9 }],
    }),
  },
  agents: {
    billing: agent({
      args: z.object({ message: z.string(), order: Order, feedback: z.string().optional() }),
      with: z.object({ tone: z.string() }),
      output: z.object({ text: z.string(), refund: Refund }),
      run: async ({ order }) => ({ text: "refunded", refund: { orderId: order.id, amountCents: order.totalCents } }),
    }),
    technical: agent({ args: z.object({ message: z.string() }), output: z.string(), run: async ({ message }) => message }),
    account: agent({ args: z.object({ message: z.string() }), output: z.string(), run: async ({ message }) => message }),
  },
  tools: {
    lookupOrder: tool({
      errors: { ORDER_NOT_FOUND: "final" },
      args: z.object({ orderId: z.string() }),
      output: Order,
      run: async ({ orderId }) => ({ id: orderId, totalCents: 900 }),
    }),
    payRefund: tool({
      errors: { DECLINED: "final" },
      args: z.object({ refund: Refund }),
      output: z.string(),
      once: ["refund"],
      run: async ({ refund }) => `paid ${refund.amountCents}`,
    }),
  },
  tasks: {
    overLimit: task({
      labels: ["yes", "no"],
      args: z.object({ refund: Refund }),
      with: z.object({ maxCents: z.number() }),
      run: async ({ refund }, context) => ({ label: refund.amountCents > context.with.maxCents ? "yes" : "no" }),
    }),
  },
  questions: {
    whatDoYouNeed: question({ prompt: "Could you say more?", decisions: { answered: z.object({ text: z.string() }) } }),
    approveRefund: question({
      prompt: "Pay this refund?",
      decisions: { approve: null, edit: z.object({ refund: Refund }), reject: z.object({ reason: z.string() }) },
    }),
    takeOver: question({ prompt: "A specialist must take over.", decisions: { answered: z.object({ text: z.string() }), closed: null } }),
  },
});

export const supportDesk = desk.defineGraph({
  id: "support-desk",
  version: 1,
  start: "triage",
  input: ["message", "orderId"],
  output: ["draft", "receipt"],
  keeps: ["messages"],
  params: { refundLimit: 5_000, sure: 0.75, tone: "friendly", decideIn: "4h" },
  defaults: { timeout: "30s", retry: { maxAttempts: 3, initialInterval: "500ms" }, onError: "specialist" },
  budget: { steps: 40, tokens: 60_000, next: "specialist" },
  nodes: {
    triage: {
      kind: "router",
      router: "intent",
      routes: { billing: "findOrder", technical: "technicalAgent", account: "accountAgent" },
      lowConfidence: { below: { param: "sure" }, next: "clarify" },
    },
    clarify: {
      kind: "interrupt",
      question: "whatDoYouNeed",
      by: "requester",
      shows: ["message"],
      decisions: { answered: "triage" },
      writes: { answered: { message: "text" } },
      visits: { max: 2, next: "specialist" },
      deadlines: [{ after: "30m", next: "specialist" }],
    },
    findOrder: { kind: "tool", tool: "lookupOrder", writes: "order", onError: { ORDER_NOT_FOUND: "clarify" }, next: "billingAgent" },
    billingAgent: {
      kind: "agent",
      agent: "billing",
      with: { tone: { param: "tone" } },
      writes: { draft: "text", refund: "refund" },
      visits: { max: 3, next: "specialist" },
      handoff: { technicalAgent: "the product does not work" },
      next: "needsApproval",
    },
    needsApproval: {
      kind: "task",
      task: "overLimit",
      with: { maxCents: { param: "refundLimit" } },
      routes: { yes: "approval", no: "payRefund" },
    },
    approval: {
      kind: "interrupt",
      question: "approveRefund",
      by: ["support-lead"],
      shows: ["message", "order", "draft", "refund"],
      bind: ["refund"],
      decisions: { approve: "payRefund", edit: "payRefund", reject: "billingAgent" },
      writes: { edit: { refund: "refund" }, reject: { feedback: "reason" } },
      deadlines: [
        { after: "15m", remind: "support-lead" },
        { after: "1h", assign: "duty-manager" },
        { after: { param: "decideIn" }, next: "specialist" },
      ],
    },
    payRefund: { kind: "tool", tool: "payRefund", writes: "receipt", onError: { DECLINED: "specialist" }, next: "end" },
    technicalAgent: { kind: "agent", agent: "technical", writes: "draft", next: "wait" },
    accountAgent: { kind: "agent", agent: "account", writes: "draft", next: "wait" },
    specialist: {
      kind: "interrupt",
      question: "takeOver",
      by: ["support"],
      shows: ["message", "draft"],
      decisions: { answered: "end", closed: "end" },
      writes: { answered: { draft: "text" } },
    },
  },
});
