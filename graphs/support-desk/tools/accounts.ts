/** What the accounts agent may do: read the customer's accounts and transactions, freeze an account, order what a person sends by post. */
import { z } from "zod";
import { tool } from "../../../language/index.ts";

const customerId = z.string();
const kind = z.enum(["checking", "savings"]).optional().describe("Only this kind of account.");
const accountName = `initcap(kind) || ' ending ' || number_end as account`;

export const showBalances = tool({
  description: "Balance of the customer's bank accounts, checking and savings: how much they have there, whether it is enough.",
  errors: {},
  effect: "none",
  args: z.object({ customerId, kind }),
  output: z.array(z.object({ account: z.string(), balanceCents: z.int() })),
  run: ({ customerId, kind }, { sql }) =>
    sql.query(
      `select ${accountName}, balance_cents as "balanceCents" from bank.accounts where customer_id = $1 and kind = coalesce($2, kind) order by kind`,
      [customerId, kind ?? null],
    ),
});

export const showTransactions = tool({
  description: "Recent transactions, purchases and charges of the customer: what they bought last, where, and for how much.",
  errors: {},
  effect: "none",
  args: z.object({ customerId }),
  output: z.array(z.object({ on: z.string(), merchant: z.string(), amountCents: z.int() })),
  run: ({ customerId }, { sql }) =>
    sql.query(
      `select booked_on::text as on, merchant, amount_cents as "amountCents" from bank.transactions where customer_id = $1 order by booked_on desc, id limit 6`,
      [customerId],
    ),
});

export const showSpending = tool({
  description:
    "Spending history: how much money the customer spent in total, by category, last week or month, on food, groceries, restaurants, clothing, travel.",
  errors: {},
  effect: "none",
  args: z.object({
    customerId,
    category: z.enum(["clothing", "entertainment", "fuel", "groceries", "home", "restaurants", "shopping", "travel"]).optional(),
  }),
  output: z.array(z.object({ category: z.string(), spentCents: z.int() })),
  run: ({ customerId, category }, { sql }) =>
    sql.query(
      `select category, sum(amount_cents)::int as "spentCents" from bank.transactions
       where customer_id = $1 and category = coalesce($2, category) group by category order by 2 desc`,
      [customerId, category ?? null],
    ),
});

export const showInterest = tool({
  description: "Interest rate that the customer's checking or savings account earns.",
  errors: {},
  effect: "none",
  args: z.object({ customerId, kind }),
  output: z.array(z.object({ account: z.string(), interestPercent: z.number() })),
  run: ({ customerId, kind }, { sql }) =>
    sql.query(
      `select ${accountName}, interest_percent as "interestPercent" from bank.accounts where customer_id = $1 and kind = coalesce($2, kind) order by kind`,
      [customerId, kind ?? null],
    ),
});

export const showRoutingNumber = tool({
  description: "Routing number of the customer's accounts.",
  errors: {},
  effect: "none",
  args: z.object({ customerId }),
  output: z.array(z.object({ account: z.string(), routingNumber: z.string() })),
  run: ({ customerId }, { sql }) =>
    sql.query(`select ${accountName}, routing_number as "routingNumber" from bank.accounts where customer_id = $1 order by kind`, [
      customerId,
    ]),
});

export const explainHold = tool({
  description: "Why an account is blocked, locked, frozen or on hold: what stops the customer from using it.",
  errors: {},
  effect: "none",
  args: z.object({ customerId }),
  output: z.array(z.object({ account: z.string(), state: z.string() })),
  run: ({ customerId }, { sql }) =>
    sql.query(
      `select ${accountName}, case when frozen then 'frozen on your own request' else coalesce('on hold: ' || hold, 'open, nothing blocks it') end as state
       from bank.accounts where customer_id = $1 order by kind`,
      [customerId],
    ),
});

export const freezeAccount = tool({
  description: "Freeze, block, lock or stop the customer's bank account at once, or put a hold on it.",
  errors: {},
  args: z.object({ customerId, kind }),
  output: z.array(z.object({ account: z.string(), state: z.string() })),
  run: ({ customerId, kind }, { sql }) =>
    sql.query(
      `update bank.accounts set frozen = true where customer_id = $1 and kind = coalesce($2, kind) returning ${accountName}, 'frozen, effective at once' as state`,
      [customerId, kind ?? null],
    ),
});

export const orderByPost = tool({
  description:
    "Order by post: new checks, a checkbook, or a letter with a new PIN when the PIN number was forgotten or the customer wants to change or set it.",
  errors: {},
  args: z.object({ customerId, service: z.enum(["checkbook", "new PIN"]).describe("What to send.") }),
  output: z.object({ ordered: z.string(), arrives: z.string() }),
  effect: "transaction",
  once: ["service"],
  run: async ({ customerId, service }, { sql }) => {
    await sql.query(`insert into bank.requests (customer_id, service) values ($1, $2)`, [customerId, service]);
    return { ordered: service, arrives: "within five working days" };
  },
});
