/** A question that an older version asked, with what inboxes read today: it is completed when it is read, and stays stored as it was asked. */

import { isQuestionPayload, reviewOfQuestion } from "../../interrupt/question-payload.ts";
import { reviewOf } from "../../interrupt/review.ts";
import { isToolApproval } from "./tool-approval.ts";

/** Anything else, such as what a graph built by hand asks, stays as it is. */
export function asAskedToday(value: unknown): unknown {
  if (isQuestionPayload(value)) return value.review_configs ? value : { ...value, ...reviewOfQuestion(value) };
  if (!isToolApproval(value) || value.review_configs || typeof value.graph !== "string") return value;
  const { actionRequests, reviewConfigs } = value;
  const actions = actionRequests.map(({ name, args, description = name }, index) => {
    const { allowedDecisions: allowed = [], argsSchema } = reviewConfigs[index] ?? {};
    return { name, args, description, allowed, argsSchema };
  });
  return { ...value, ...reviewOf(actions) };
}
