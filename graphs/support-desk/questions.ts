/** What the desk asks people: the customer, the refund lead, the support team. */
import { z } from "zod";
import { question } from "../../language/index.ts";

const said = z.string().trim().min(1).max(2_000);

export const whatDoYouNeed = question({
  prompt: "I am not sure what you need. Could you say it in other words: is it about an account, a card, a payment or a wrong charge?",
  decisions: { answered: z.object({ text: said }) },
});

export const whichCharge = question({
  prompt: "Which of these charges is wrong? Say its number in the list, the shop, the amount or the date; or that it is none of them.",
  decisions: { chosen: z.object({ text: said }), none: null },
});

export const approveRefund = question({
  prompt: "This refund is over the limit. Book it?",
  decisions: {
    approve: null,
    edit: z.object({ amountCents: z.int().positive().describe("What to give back instead, in whole cents.") }),
    reject: z.object({ reason: said.describe("What the agent must change.") }),
  },
});

export const takeOver = question({
  prompt: "The desk cannot continue on its own. Answer the customer, or close the matter.",
  decisions: { answered: z.object({ text: said }), closed: null },
});
