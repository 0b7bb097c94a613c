/** The three checks of a claim, and the limit above which two people must look. Code with closed labels; the rules are in the files beside it. */
import { z } from "zod";
import { task } from "../../language/index.ts";
import { Claim, History, Photo, Policy } from "./claim.ts";
import { coverOf } from "./cover.ts";
import { signsOfFraud } from "./fraud.ts";
import { judgePhotos } from "./photos.ts";

export const checkFraud = task({
  labels: ["clear", "suspect"],
  args: z.object({ claim: Claim, policy: Policy, history: History, clearance: z.string().optional() }),
  with: z.object({ suspectFrom: z.int() }),
  output: z.string(),
  run: async ({ claim, policy, history, clearance }, context) => {
    const signs = signsOfFraud(claim, policy, history);
    const points = signs.reduce((sum, sign) => sum + sign.points, 0);
    const summary = `${points} points${signs.length > 0 ? `: ${signs.map(({ why }) => why).join("; ")}` : ""}.`;
    if (clearance !== undefined) return { label: "clear", output: `${summary} Cleared by an investigator: ${clearance}` };
    return { label: points >= context.with.suspectFrom ? "suspect" : "clear", output: summary };
  },
});

export const checkCover = task({
  labels: ["covered", "notCovered"],
  args: z.object({ claim: Claim, policy: Policy }),
  output: z.object({ finding: z.string(), payoutCents: z.int() }),
  run: async ({ claim, policy }) => {
    const { isCovered, finding, payoutCents } = coverOf(claim, policy);
    return { label: isCovered ? "covered" : "notCovered", output: { finding, payoutCents } };
  },
});

export const checkPhotos = task({
  labels: ["enough", "tooFew"],
  args: z.object({ claim: Claim, policy: Policy, photos: z.array(Photo) }),
  with: z.object({ needed: z.int() }),
  output: z.string(),
  run: async ({ claim, policy, photos }, context) => {
    const { usable, problems } = judgePhotos(photos, claim, policy);
    const output = [`${usable} usable photos, ${context.with.needed} needed.`, ...problems].join(" ");
    return { label: usable >= context.with.needed ? "enough" : "tooFew", output };
  },
});

export const overLimit = task({
  labels: ["over", "within"],
  args: z.object({ payoutCents: z.int() }),
  with: z.object({ limitCents: z.int() }),
  run: async ({ payoutCents }, context) => ({ label: payoutCents > context.with.limitCents ? "over" : "within" }),
});
