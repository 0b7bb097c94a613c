/** What the payments agent may do: read the customer's bills, pay one, move money between the customer's own accounts. */
import { z } from "zod";
import { tool } from "../../../language/index.ts";
import { ToolError } from "../../../language/issues/errors.ts";
import { dollars } from "../money.ts";

const customerId = z.string();
const billKind = z.enum(["electric", "water", "phone", "credit card", "rent"]);

export const showBills = tool({
  description: "What the customer owes this month: how much each bill is, the least or minimum payment, and when it is due.",
  errors: {},
  effect: "none",
  args: z.object({ customerId, kind: billKind.optional().describe("Only this bill.") }),
  output: z.array(z.object({ bill: z.string(), amountCents: z.int(), minimumCents: z.int(), dueOn: z.string() })),
  run: ({ customerId, kind }, { sql }) =>
    sql.query(
      `select payee || ' (' || kind || ')' as bill, amount_cents as "amountCents", minimum_cents as "minimumCents", due_on::text as "dueOn"
       from bank.bills where customer_id = $1 and not paid and kind = coalesce($2, kind) order by due_on`,
      [customerId, kind ?? null],
    ),
});

export const payBill = tool({
  description:
    "Pay one of the customer's bills now, in full, from the checking account; only when they want it settled, not when they ask about it.",
  errors: { NOT_PAYABLE: "final" },
  args: z.object({ customerId, kind: billKind.describe("Which bill to pay.") }),
  output: z.object({ paid: z.string(), amountCents: z.int() }),
  effect: "transaction",
  once: ["kind"],
  run: async ({ customerId, kind }, { sql }) => {
    const [paid] = await sql.query<{ paid: string; amountCents: number }>(
      `with bill as (
         update bank.bills b set paid = true from bank.accounts a
         where b.customer_id = $1 and b.kind = $2 and not b.paid and a.customer_id = $1 and a.kind = 'checking' and not a.frozen and a.balance_cents >= b.amount_cents
         returning b.payee, b.amount_cents, a.id as account
       ), debit as (
         update bank.accounts a set balance_cents = balance_cents - bill.amount_cents from bill where a.id = bill.account
       )
       select payee as paid, amount_cents as "amountCents" from bill`,
      [customerId, kind],
    );
    if (!paid) throw new ToolError("NOT_PAYABLE", `there is no open ${kind} bill, or the checking account cannot pay it`);
    return paid;
  },
});

export const transferMoney = tool({
  description: "Transfer or move money between the customer's own accounts, from checking to savings or from savings to checking.",
  errors: { NOT_ENOUGH_MONEY: "final" },
  args: z.object({
    customerId,
    from: z.enum(["checking", "savings"]).describe("The account that the money leaves."),
    to: z.enum(["checking", "savings"]).describe("The account that the money goes to."),
    amountCents: z.int().positive(),
  }),
  output: z.object({ transferredCents: z.int(), from: z.string(), to: z.string() }),
  effect: "transaction",
  once: ["from", "to", "amountCents"],
  run: async ({ customerId, from, to, amountCents }, { sql }) => {
    const [booked] = await sql.query(
      `with debit as (
         update bank.accounts set balance_cents = balance_cents - $4 where customer_id = $1 and kind = $2 and kind <> $3 and not frozen and balance_cents >= $4 returning id
       ), credit as (
         update bank.accounts set balance_cents = balance_cents + $4 where customer_id = $1 and kind = $3 and exists (select from debit) returning id
       )
       insert into bank.transfers (customer_id, from_account, to_account, amount_cents) select $1, debit.id, credit.id, $4 from debit, credit returning id`,
      [customerId, from, to, amountCents],
    );
    if (!booked) throw new ToolError("NOT_ENOUGH_MONEY", `${dollars(amountCents)} cannot be moved from ${from} to ${to}`);
    return { transferredCents: amountCents, from, to };
  },
});
