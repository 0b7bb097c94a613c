/** A declared graph with a question to the requester, an approval with a deadline, and a tool whose effect happens once. */
import { z } from "zod";
import type { Duration } from "../../language/duration.ts";
import { question, setup, task, tool } from "../../language/index.ts";

const Reply = z.object({ text: z.string().min(1) });

export const desk = setup({
  roles: ["lead"],
  state: { message: z.string(), detail: z.string(), amount: z.number(), receipt: z.string() },
  tasks: {
    triage: task({
      labels: ["clear", "unclear"],
      args: z.object({ message: z.string() }),
      run: async ({ message }) => ({ label: message.includes("?") ? "unclear" : "clear" }),
    }),
  },
  tools: {
    price: tool({ errors: {}, args: z.object({ message: z.string() }), output: z.number(), run: async ({ message }) => message.length }),
    pay: tool({
      errors: {},
      args: z.object({ amount: z.number() }),
      output: z.string(),
      effect: "transaction",
      once: ["amount"],
      run: async ({ amount }, { sql }) => {
        await sql.query("insert into payments (amount) values ($1)", [amount]);
        return `paid ${amount}`;
      },
    }),
  },
  questions: {
    moreDetail: question({ prompt: "Which one?", decisions: { answered: Reply } }),
    approve: question({
      prompt: "Pay it?",
      decisions: { approve: null, edit: z.object({ amount: z.number().int().positive() }), reject: Reply },
    }),
  },
});

/** `decideIn` is the approval's deadline. */
export const refundDesk = (decideIn: Duration = "1h", version = 1) =>
  desk.defineGraph({
    id: "refund-desk",
    version,
    start: "triage",
    input: ["message"],
    output: ["receipt"],
    params: { decideIn },
    nodes: {
      triage: { kind: "task", task: "triage", routes: { clear: "price", unclear: "clarify" } },
      clarify: {
        kind: "interrupt",
        question: "moreDetail",
        by: "requester",
        shows: ["message"],
        decisions: { answered: "price" },
        writes: { answered: { message: "text" } },
      },
      price: { kind: "tool", tool: "price", writes: "amount", next: "approval" },
      approval: {
        kind: "interrupt",
        question: "approve",
        by: ["lead"],
        shows: ["message", "amount"],
        decisions: { approve: "pay", edit: "pay", reject: "end" },
        writes: { edit: { amount: "amount" }, reject: { detail: "text" } },
        deadlines: [{ after: { param: "decideIn" }, next: "end" }],
      },
      pay: { kind: "tool", tool: "pay", writes: "receipt", next: "end" },
    },
  });

export const paymentsTable = "create table if not exists payments (amount int not null, at timestamptz not null default clock_timestamp())";
