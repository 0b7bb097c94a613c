/** One charge on a customer's card, as the desk passes it on: the subject of a dispute. */
import { z } from "zod";

export const Charge = z.object({
  id: z.string(),
  merchant: z.string(),
  bookedOn: z.string(),
  amountCents: z.int().positive(),
  card: z.string(),
});
export type Charge = z.infer<typeof Charge>;

/** The columns of bank.transactions t and bank.cards k as a Charge. */
export const chargeColumns = `t.id, t.merchant, t.booked_on::text as "bookedOn", t.amount_cents as "amountCents", k.network || ' ending ' || k.number_end as card`;
