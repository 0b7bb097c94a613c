/** What the night has booked so far. Adds up over the rounds of one batch. */
import { z } from "zod";
import { channel } from "../../language/index.ts";

export const Totals = z.object({ invoices: z.int(), cents: z.int() });
type Totals = z.infer<typeof Totals>;

const add = (sum: Totals, more: Totals): Totals => ({ invoices: sum.invoices + more.invoices, cents: sum.cents + more.cents });

export const totals = channel(Totals, { reduce: add, initial: { invoices: 0, cents: 0 } });
