/** What each of the three may look up. All of it is reading; nothing here changes anything. */
import { z } from "zod";
import { ToolError, tool } from "../../language/index.ts";
import { invoices, knownProblems, plans } from "./office.ts";
import { wordsShared } from "./words.ts";

const planNames = ["solo", "team", "company"] as const;

export const showPlans = tool({
  description: "Which plans there are to buy, and what a seat in each costs a month.",
  errors: {},
  effect: "none",
  args: z.object({}),
  output: z.array(z.object({ plan: z.string(), seatCents: z.int(), seatsAtMost: z.int() })),
  run: async () => planNames.map((plan) => ({ plan, ...plans[plan] })),
});

export const quotePrice = tool({
  description: "A quote: the price a month of a plan for a number of seats, users or people.",
  errors: { TOO_MANY_SEATS: "final" },
  effect: "none",
  args: z.object({ plan: z.enum(planNames), seats: z.int().positive().describe("How many people will use it.") }),
  output: z.object({ plan: z.string(), seats: z.int(), monthCents: z.int() }),
  run: async ({ plan, seats }) => {
    const { seatCents, seatsAtMost } = plans[plan];
    if (seats > seatsAtMost) throw new ToolError("TOO_MANY_SEATS", `the ${plan} plan has ${seatsAtMost} seats at most`);
    return { plan, seats, monthCents: seats * seatCents };
  },
});

export const findRemedy = tool({
  description: "The remedy for a problem: does not work, sync, sign in, password, invitations, mail, duplicate events, slow, error.",
  errors: { NOT_KNOWN: "final" },
  effect: "none",
  args: z.object({ problem: z.string().describe("The problem in the customer's words.") }),
  output: z.object({ problem: z.string(), remedy: z.string() }),
  run: async ({ problem }) => {
    const found = knownProblems
      .map(({ symptom, remedy }) => ({ symptom, remedy, shared: wordsShared(symptom, problem) }))
      .sort((one, other) => other.shared - one.shared)[0];
    if (!found || found.shared === 0) throw new ToolError("NOT_KNOWN", "this problem is not in the list of known ones");
    return { problem: found.symptom, remedy: found.remedy };
  },
});

export const showInvoices = tool({
  description: "The customer's invoices or bills: which month, how much, paid or unpaid.",
  errors: {},
  effect: "none",
  args: z.object({ customerId: z.string() }),
  output: z.array(z.object({ invoice: z.string(), month: z.string(), amountCents: z.int(), paid: z.boolean() })),
  run: async ({ customerId }) =>
    invoices
      .filter((row) => row.customerId === customerId)
      .map(({ invoice, month, amountCents, paid }) => ({ invoice, month, amountCents, paid })),
});
