/** Everything that graph.ts may name: channels, roles, letters, checks, tools and questions. */
import { z } from "zod";
import { list, setup } from "../../language/index.ts";
import { Claim, History, Photo, Policy } from "./claim.ts";
import { fillDenialLetter, fillPaymentLetter } from "./letters.ts";
import { approvePayment, investigate, lookAtClaim, sendIban, sendPhotos } from "./questions.ts";
import { checkCover, checkFraud, checkPhotos, overLimit } from "./tasks.ts";
import { fileClaim, payClaim, Receipt } from "./tools.ts";

export const claims = setup({
  state: {
    claim: Claim,
    /** Grows when the customer sends more. */
    photos: list(Photo),
    iban: z.string(),
    policy: Policy,
    history: History,
    fraudFinding: z.string(),
    coverFinding: z.string(),
    photoFinding: z.string(),
    payoutCents: z.int(),
    /** What an investigator found who took the claim for genuine. */
    clearance: z.string(),
    /** Why a person refused the claim. */
    refusal: z.string(),
    receipt: Receipt,
    letter: z.string(),
  },
  roles: ["adjuster", "head-of-claims", "investigator", "clerk"],
  agents: { fillPaymentLetter, fillDenialLetter },
  tasks: { checkFraud, checkCover, checkPhotos, overLimit },
  tools: { fileClaim, payClaim },
  questions: { sendPhotos, sendIban, investigate, approvePayment, lookAtClaim },
});
