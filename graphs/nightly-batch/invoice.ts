/** An invoice as it comes in, and what became of it. Money is whole cents. */
import { z } from "zod";

export const Invoice = z.object({
  /** Ours, one for each document. */
  id: z.string(),
  supplier: z.string(),
  /** The supplier's. */
  number: z.string(),
  /** The order that it names. */
  order: z.string(),
  quantity: z.int().positive(),
  unitCents: z.int().positive(),
  taxPercent: z.number().min(0),
  totalCents: z.int().positive(),
});
export type Invoice = z.infer<typeof Invoice>;

export const Result = z.object({
  id: z.string(),
  status: z.enum(["matched", "booked", "disputed"]),
  cents: z.int(),
  note: z.string(),
});
export type Result = z.infer<typeof Result>;

/** What the supplier asks for: goods and tax, rounded to a cent. */
export const totalOf = ({ quantity, unitCents, taxPercent }: Pick<Invoice, "quantity" | "unitCents" | "taxPercent">): number =>
  Math.round(quantity * unitCents * (1 + taxPercent / 100));
