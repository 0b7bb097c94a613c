/** A claim as a customer files it, and what the insurer knows beside it. Money is whole cents, days are ISO dates. */
import { z } from "zod";

const Day = z.iso.date();
/** Degrees. */
const Place = z.object({ latitude: z.number().min(-90).max(90), longitude: z.number().min(-180).max(180) });
export type Place = z.infer<typeof Place>;

const causes = ["fire", "water", "storm", "theft"] as const;

export const Claim = z.object({
  id: z.string().min(1).max(40),
  policyId: z.string(),
  cause: z.enum(causes),
  happenedOn: Day,
  reportedOn: Day,
  amountCents: z.int().positive(),
  description: z.string().max(2_000),
});
export type Claim = z.infer<typeof Claim>;

/** The metadata of a photo; the picture itself is not examined. */
export const Photo = z.object({
  sha256: z.hash("sha256"),
  takenOn: Day,
  widthPx: z.int().positive(),
  heightPx: z.int().positive(),
  place: Place.optional().describe("Where it was taken, if the camera noted it."),
});
export type Photo = z.infer<typeof Photo>;

export const Policy = z.object({
  id: z.string(),
  holder: z.string(),
  startsOn: Day,
  endsOn: Day,
  covers: z.array(z.string()),
  sumInsuredCents: z.int(),
  deductibleCents: z.int(),
  place: Place,
});
export type Policy = z.infer<typeof Policy>;

/** What other claims show about this one. */
export const History = z.object({
  /** Under the same policy, in the year before the damage. */
  claimsInYear: z.int(),
  /** Hashes of this claim's photos that another claim showed before. */
  photosSeenBefore: z.array(z.string()),
});
export type History = z.infer<typeof History>;

export const daysBetween = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
