/** The desk's small steps in code. */
import { z } from "zod";
import { task } from "../../language/index.ts";

export const overLimit = task({
  labels: ["over", "within"],
  args: z.object({ amountCents: z.int() }),
  with: z.object({ limitCents: z.int() }),
  run: async ({ amountCents }, context) => ({ label: amountCents > context.with.limitCents ? "over" : "within" }),
});

export const putReply = task({
  labels: ["told"],
  args: z.object({ reply: z.string() }),
  output: z.object({ role: z.literal("assistant"), content: z.string() }),
  run: async ({ reply }) => ({ label: "told", output: { role: "assistant" as const, content: reply } }),
});
