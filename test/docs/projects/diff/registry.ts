/** The registry of the new declaration that docs/cli.md compares. */
import { z } from "zod";
import { question, setup } from "../../../../language/index.ts";

export const desk = setup({
  state: { draft: z.string(), amountCents: z.number() },
  roles: ["lead", "support"],
  questions: {
    approveRefund: question({ prompt: "Pay this refund?", decisions: { approve: null, edit: null } }),
    takeOver: question({ prompt: "Take over?", decisions: { done: null } }),
  },
});
