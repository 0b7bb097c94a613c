/** The registry of the declaration that docs/cli.md compares with: an edit still had a form. */
import { z } from "zod";
import { question, setup } from "../../../../../language/index.ts";

export const desk = setup({
  state: { draft: z.string(), amountCents: z.number() },
  roles: ["lead", "support"],
  questions: {
    approveRefund: question({ prompt: "Pay this refund?", decisions: { approve: null, edit: z.object({ amountCents: z.number() }) } }),
    takeOver: question({ prompt: "Take over?", decisions: { done: null } }),
  },
});
