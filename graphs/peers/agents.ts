/** The three peers: each with its own work and tools, all reading and writing one conversation. */
import { z } from "zod";
import { agent, type Message } from "../../language/index.ts";

const Said = z
  .object({ role: z.literal("assistant"), content: z.string().describe("What you say to the customer.") })
  .describe("Your answer to the customer. Give it when nothing is left to look up.");

const peer = <const T extends string>(work: string, tools: readonly T[]) =>
  agent({
    model: "peer",
    args: z.object({ customerId: z.string(), messages: z.array(z.custom<Message>()) }),
    output: Said,
    tools,
    prompt: `${work}
You answer customer {customerId} of a team calendar, in at most three sentences. Use a tool for every fact; never invent one.
When the customer's last message is not about your work, hand the conversation over.`,
  });

export const sales = peer("You sell: plans, prices, quotes.", ["showPlans", "quotePrice"]);
export const support = peer("You help when something does not work.", ["findRemedy"]);
export const billing = peer("You look after invoices and payments.", ["showInvoices"]);
