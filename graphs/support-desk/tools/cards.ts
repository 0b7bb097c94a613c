/** What the cards agent may do: read the customer's cards, report one as lost, stolen or damaged, pass on what a person decides. */
import { z } from "zod";
import { tool } from "../../../language/index.ts";

const customerId = z.string();
const cardName = `network || ' ' || kind || ' card ending ' || number_end as card`;

export const showCreditLimit = tool({
  description:
    "Credit limit and annual percentage rate (APR) of the customer's credit card: the most they can charge or spend, and the rate they pay.",
  errors: {},
  effect: "none",
  args: z.object({ customerId }),
  output: z.array(z.object({ card: z.string(), limitCents: z.int(), aprPercent: z.number() })),
  run: ({ customerId }, { sql }) =>
    sql.query(
      `select ${cardName}, limit_cents as "limitCents", apr_percent as "aprPercent" from bank.cards where customer_id = $1 and kind = 'credit'`,
      [customerId],
    ),
});

export const showExpiry = tool({
  description: "Expiration date of the customer's cards: when each expires and how long it is valid.",
  errors: {},
  effect: "none",
  args: z.object({ customerId }),
  output: z.array(z.object({ card: z.string(), expiresOn: z.string() })),
  run: ({ customerId }, { sql }) =>
    sql.query(`select ${cardName}, expires_on::text as "expiresOn" from bank.cards where customer_id = $1 order by kind`, [customerId]),
});

export const showRewards = tool({
  description: "Rewards balance: how many points the customer's card has earned, and how to redeem, use or cash in the rewards.",
  errors: {},
  effect: "none",
  args: z.object({ customerId }),
  output: z.array(z.object({ card: z.string(), points: z.int(), worthCents: z.int() })),
  run: ({ customerId }, { sql }) =>
    sql.query(`select ${cardName}, points, points / 2 as "worthCents" from bank.cards where customer_id = $1 and kind = 'credit'`, [
      customerId,
    ]),
});

export const explainDecline = tool({
  description: "Why the customer's card was declined, rejected, turned down, not accepted or not working when they tried to pay or buy.",
  errors: {},
  effect: "none",
  args: z.object({ customerId }),
  output: z.array(z.object({ card: z.string(), state: z.string() })),
  run: ({ customerId }, { sql }) =>
    sql.query(
      `select ${cardName}, case when status <> 'active' then 'reported as ' || status else coalesce('declined because ' || declined_because, 'working, no payment was declined') end as state
       from bank.cards where customer_id = $1 order by kind`,
      [customerId],
    ),
});

export const reportCard = tool({
  description: "Report the customer's card as lost, stolen, damaged or broken, so that it can no longer be used; they need it replaced.",
  errors: {},
  args: z.object({
    customerId,
    problem: z.enum(["lost", "stolen", "damaged"]).describe("What happened to it."),
    kind: z.enum(["credit", "debit"]).default("credit").describe("Which card."),
  }),
  output: z.array(z.object({ card: z.string(), state: z.string() })),
  run: ({ customerId, problem, kind }, { sql }) =>
    sql.query(
      `update bank.cards set status = $2 where customer_id = $1 and kind = $3
       returning ${cardName}, 'reported as ' || status || ' and blocked; a replacement arrives within seven working days' as state`,
      [customerId, problem, kind],
    ),
});

export const showCreditScore = tool({
  description: "The customer's credit score or rating, and steps to improve, raise or increase it.",
  errors: {},
  effect: "none",
  args: z.object({ customerId }),
  output: z.array(z.object({ creditScore: z.int(), advice: z.string() })),
  run: ({ customerId }, { sql }) =>
    sql.query(
      `select credit_score as "creditScore", 'pay every bill on its due date and use less than a third of your credit limit' as advice from bank.customers where id = $1`,
      [customerId],
    ),
});

export const showForeignFees = tool({
  description: "Transaction fees and charges for using a card abroad: international, in another country or a foreign city.",
  errors: {},
  effect: "none",
  args: z.object({}),
  output: z.object({ cardPayments: z.string(), cash: z.string() }),
  run: async () => ({ cardPayments: "1 % outside the United States", cash: "$3.00 a withdrawal" }),
});

export const requestCardService = tool({
  description:
    "Ask the card team: get or apply for a new card, a higher limit or an increase of the limit, the status of an application, how long a replacement takes.",
  errors: {},
  args: z.object({
    customerId,
    service: z.enum(["new card", "higher limit", "application status", "replacement time"]).describe("What the customer asks for."),
  }),
  output: z.object({ asked: z.string(), answer: z.string() }),
  effect: "transaction",
  once: ["service"],
  run: async ({ customerId, service }, { sql }) => {
    await sql.query(`insert into bank.requests (customer_id, service) values ($1, $2)`, [customerId, service]);
    return { asked: service, answer: "the card team writes to you within two working days" };
  },
});
