/** What the desk asks people: the customer, the investigator, the two who approve, the clerk. */
import { z } from "zod";
import { question } from "../../language/index.ts";
import { Claim, Photo } from "./claim.ts";

const said = z.string().trim().min(1).max(2_000);

export const sendPhotos = question({
  prompt: "We need more photos of the damage: taken after it happened, at the insured place, of at least one megapixel.",
  decisions: { sent: z.object({ photos: z.array(Photo).min(1) }), none: null },
});

export const sendIban = question({
  prompt: "The account number is not an IBAN. Which account shall we pay to?",
  decisions: { given: z.object({ iban: z.string().min(15).max(42) }) },
});

export const investigate = question({
  prompt: "There are signs of fraud. Is the claim genuine?",
  decisions: {
    genuine: z.object({ note: said.describe("What you found.") }),
    fraud: z.object({ reason: said.describe("What the customer is told.") }),
  },
});

export const approvePayment = question({
  prompt: "This payment is over the limit, so two people must approve it. Pay?",
  decisions: { approve: null, reject: z.object({ reason: said.describe("What the customer is told.") }) },
});

export const lookAtClaim = question({
  prompt: "The desk cannot continue with this claim on its own.",
  decisions: {
    again: null,
    corrected: z.object({ claim: Claim }),
    deny: z.object({ reason: said.describe("What the customer is told.") }),
    close: null,
  },
});
