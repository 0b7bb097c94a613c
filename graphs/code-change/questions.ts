/** What a developer is asked: whether the plan is right, and whether to merge. */
import { z } from "zod";
import { question } from "../../language/index.ts";
import { Step } from "./step.ts";

/** Two steps for one file would overwrite each other. */
const Plan = z.array(Step).refine((plan) => new Set(plan.map(({ file }) => file)).size === plan.length, "name each file in one step only");

export const approvePlan = question({
  prompt: "Is this the plan? Let it go, edit it, or stop.",
  decisions: { go: null, edit: z.object({ plan: Plan }), stop: null },
});

export const approveMerge = question({
  prompt: 'Merge these patches? You may ask for one more change: rename a to b, or replace "x" by "y".',
  decisions: { merge: null, change: z.object({ wish: z.string().trim().min(1).max(500) }), stop: null },
});
