/** The desk's four language-model agents: their prompts and the tools that each may call. */
import { z } from "zod";
import { agent, type Message } from "../../language/index.ts";
import { Charge } from "./charge.ts";
import { Customer } from "./tools/reception.ts";

const conversation = {
  /** Bound to every tool under this name: the model neither sees nor chooses it. */
  customerId: z.string(),
  customer: Customer,
  messages: z.array(z.custom<Message>()),
};
const manner = `You answer for the bank's support desk, in a {tone} tone, in at most four sentences. You write to {customer}.
Use a tool for every fact; never invent a number. Money in fields that end with Cents is whole cents.
When the last message is not about your work, hand the conversation over.`;

const specialist = <const T extends string>(work: string, tools: readonly T[]) =>
  agent({
    model: "desk",
    args: z.object(conversation),
    with: z.object({ tone: z.string() }),
    output: z.string(),
    tools,
    prompt: `${work}\n${manner}`,
  });

export const accounts = specialist(
  "You look after bank accounts: balances, transactions, spending, interest, routing numbers, holds, checkbooks and PINs.",
  ["showBalances", "showTransactions", "showSpending", "showInterest", "showRoutingNumber", "explainHold", "freezeAccount", "orderByPost"],
);

export const cards = specialist(
  "You look after credit and debit cards: limits, rates, rewards, declined payments, lost and damaged cards, new cards, credit scores.",
  [
    "showCreditLimit",
    "showExpiry",
    "showRewards",
    "explainDecline",
    "reportCard",
    "showCreditScore",
    "showForeignFees",
    "requestCardService",
  ],
);

export const payments = specialist("You look after bills and transfers between the customer's own accounts.", [
  "showBills",
  "payBill",
  "transferMoney",
]);

export const refunds = agent({
  model: "desk",
  args: z.object({ complaint: z.string(), charge: Charge, feedback: z.string().optional() }),
  output: z.object({
    amountCents: z.int().positive().describe("How much to give back, in whole cents; never more than was charged."),
    draft: z.string().describe("One sentence for the person who approves: what you propose, and why."),
  }),
  prompt: `You propose refunds for the bank's support desk. Propose the whole amount unless you have a reason not to.
The customer's complaint: {complaint}
The charge: {charge}
What the refund lead said about your last proposal, to be followed: {feedback}`,
});
