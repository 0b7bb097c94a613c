/** The letters to the customer, filled from templates: no model writes them. */
import { z } from "zod";
import { agent } from "../../language/index.ts";
import { Claim, Policy } from "./claim.ts";
import { euros } from "./money.ts";
import { Receipt } from "./tools.ts";

/** A claim under an unknown policy has no holder. */
const about = (policy: Policy | undefined, { id, happenedOn }: Claim) =>
  `Dear ${policy?.holder ?? "customer"}, about your claim ${id} of ${happenedOn}:`;

export const fillPaymentLetter = agent({
  args: z.object({ claim: Claim, policy: Policy, receipt: Receipt }),
  output: z.string(),
  run: async ({ claim, policy, receipt }) => {
    const kept = claim.amountCents - receipt.amountCents;
    const difference = kept > 0 ? ` This is ${euros(kept)} less than you claimed, by the deductible and the sum insured.` : "";
    return `${about(policy, claim)} we have paid ${euros(receipt.amountCents)} to ${receipt.iban}.${difference}`;
  },
});

export const fillDenialLetter = agent({
  args: z.object({ claim: Claim, policy: Policy.optional(), reason: z.string() }),
  output: z.string(),
  run: async ({ claim, policy, reason }) => `${about(policy, claim)} we cannot pay. ${reason} You may object within four weeks.`,
});
