/** A declared graph whose payment takes a first look, then two other people, none of them the one who asked. */
import { z } from "zod";
import type { Duration } from "../../language/duration.ts";
import { question, setup, tool } from "../../language/index.ts";

export const desk = setup({
  roles: ["clerk", "lead", "head"],
  state: { message: z.string(), amount: z.number(), receipt: z.string() },
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
    look: question({ prompt: "Is it real?", decisions: { yes: null } }),
    pay: question({ prompt: "Pay it?", decisions: { approve: null, reject: null } }),
  },
});

/** `remindIn` counts for the payment: then the lead is reminded, and twice as long after the opening the head has it. */
export const fourEyes = (remindIn: Duration = "1h", assignIn: Duration = "2h", onMessage: "queue" | "refuse" = "refuse") =>
  desk.defineGraph({
    id: "four-eyes",
    version: 1,
    start: "price",
    input: ["message"],
    output: ["receipt"],
    params: { remindIn, assignIn },
    nodes: {
      price: { kind: "tool", tool: "price", writes: "amount", next: "firstLook" },
      firstLook: { kind: "interrupt", question: "look", by: ["clerk"], decisions: { yes: "payment" }, onMessage },
      payment: {
        kind: "interrupt",
        question: "pay",
        by: { roles: ["lead"], count: { approve: 2 }, not: ["requester", "firstLook"] },
        shows: ["message", "amount"],
        bind: ["amount"],
        decisions: { approve: "pay", reject: "end" },
        deadlines: [
          { after: { param: "remindIn" }, remind: "lead" },
          { after: { param: "assignIn" }, assign: "head" },
          { after: "3h", next: "end" },
        ],
      },
      pay: { kind: "tool", tool: "pay", writes: "receipt", next: "end" },
    },
  });
