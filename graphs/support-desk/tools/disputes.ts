/** The steps of a dispute: find the charge in the customer's own rows, open the dispute, give the money back once, write to the customer. */
import { z } from "zod";
import { tool } from "../../../language/index.ts";
import { ToolError } from "../../../language/issues/errors.ts";
import { Charge, chargeColumns } from "../charge.ts";
import { findChosenCharge, namedIn, saysNone } from "../choose-charge.ts";
import { dollars } from "../money.ts";
import { sufferOutage } from "./outage.ts";

/** `core` is the live ledger; `statements` the nightly copy, which ends with the last statement day. */
const LAST_STATEMENT = "2026-11-15";

export const lookupCharges = tool({
  description: "The customer's charges that the complaint may be about.",
  errors: { CORE_BANK_DOWN: "retryable", NO_CHARGES: "final" },
  effect: "none",
  args: z.object({ customerId: z.string(), message: z.string() }),
  with: z.object({ source: z.enum(["core", "statements"]) }),
  output: z.object({ candidates: z.array(Charge), complaint: z.string() }),
  run: async ({ customerId, message }, context) => {
    const live = context.with.source === "core";
    if (live) await sufferOutage("core", customerId, context);
    const charges = await context.sql.query<Charge>(
      `select ${chargeColumns} from bank.transactions t join bank.cards k on k.id = t.card_id
       where t.customer_id = $1 and t.booked_on <= $2 order by t.booked_on desc, t.id limit 20`,
      [customerId, live ? "9999-12-31" : LAST_STATEMENT],
    );
    if (charges.length === 0) throw new ToolError("NO_CHARGES", `customer ${customerId} has no charges`);
    const named = namedIn(message, charges);
    return { candidates: (named.length > 0 ? named : charges).slice(0, 6), complaint: message };
  },
});

export const matchCharge = tool({
  description: "Which of the charges the customer means.",
  errors: { NO_SUCH_CHARGE: "final", NONE_OF_THESE: "final" },
  effect: "none",
  args: z.object({ choice: z.string(), candidates: z.array(Charge) }),
  output: Charge,
  run: async ({ choice, candidates }) => {
    if (saysNone(choice)) throw new ToolError("NONE_OF_THESE", "the charge is not among the customer's rows");
    const charge = findChosenCharge(choice, candidates);
    if (!charge) throw new ToolError("NO_SUCH_CHARGE", `"${choice}" names none of the ${candidates.length} charges, or several`);
    return charge;
  },
});

export const Dispute = z.object({ id: z.int() });

export const openDispute = tool({
  description: "Open a dispute about a charge.",
  errors: { ALREADY_REFUNDED: "final" },
  args: z.object({ customerId: z.string(), charge: Charge, complaint: z.string() }),
  output: Dispute,
  effect: "transaction",
  once: ["charge"],
  run: async ({ customerId, charge, complaint }, { sql }) => {
    const [dispute] = await sql.query<{ id: number; status: string }>(
      `insert into bank.disputes (customer_id, transaction_id, complaint) select customer_id, id, $3 from bank.transactions where id = $2 and customer_id = $1
       on conflict (transaction_id) do update set complaint = excluded.complaint where disputes.status = 'open' returning id, status`,
      [customerId, charge.id, complaint],
    );
    if (!dispute) throw new ToolError("ALREADY_REFUNDED", `charge ${charge.id} was given back before, or is not ${customerId}'s`);
    return { id: dispute.id };
  },
});

export const Receipt = z.object({ refundId: z.int(), amountCents: z.int() });

export const bookRefund = tool({
  description: "Book a refund for a disputed charge.",
  errors: { OVER_CHARGE: "final", ALREADY_REFUNDED: "final" },
  args: z.object({ customerId: z.string(), charge: Charge, disputeId: z.int(), amountCents: z.int().positive() }),
  output: Receipt,
  effect: "transaction",
  once: ["charge"],
  run: async ({ customerId, charge, disputeId, amountCents }, { sql, thread }) => {
    if (amountCents > charge.amountCents)
      throw new ToolError("OVER_CHARGE", `${dollars(amountCents)} is more than the ${dollars(charge.amountCents)} charged`);
    const [refund] = await sql.query<{ id: number }>(
      `with booked as (
         insert into bank.refunds (dispute_id, transaction_id, customer_id, amount_cents, thread) values ($1, $2, $3, $4, $5)
         on conflict (transaction_id) do nothing returning id
       ), closed as (
         update bank.disputes set status = 'refunded' where id = $1 and exists (select from booked)
       ), credit as (
         update bank.accounts set balance_cents = balance_cents + $4 where customer_id = $3 and kind = 'checking' and exists (select from booked)
       )
       select id from booked`,
      [disputeId, charge.id, customerId, amountCents, thread],
    );
    if (!refund) throw new ToolError("ALREADY_REFUNDED", `charge ${charge.id} was given back before`);
    return { refundId: refund.id, amountCents };
  },
});

export const sendLetter = tool({
  description: "Write to the customer that the refund is booked.",
  errors: { CORE_BANK_DOWN: "retryable" },
  args: z.object({ customerId: z.string(), charge: Charge, receipt: Receipt }),
  output: z.string(),
  run: async ({ customerId, charge, receipt }, context) => {
    await sufferOutage("letters", customerId, context);
    const body = `We gave back ${dollars(receipt.amountCents)} of the ${dollars(charge.amountCents)} that ${charge.merchant} charged on ${charge.bookedOn} (refund ${receipt.refundId}). It is on your checking account.`;
    // A second attempt finds the first one's letter: the refund's id is the key.
    await context.sql.query(
      `insert into bank.letters (refund_id, customer_id, body) values ($1, $2, $3) on conflict (refund_id) do nothing`,
      [receipt.refundId, customerId, body],
    );
    return body;
  },
});
