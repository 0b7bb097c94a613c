/** Who decides in a scenario: as many people as the question takes, each new, in one of its roles. */
import { randomUUID } from "node:crypto";
import { isToolApproval } from "../../nodes/agent/approval/tool-approval.ts";
import { isQuestionPayload } from "../../nodes/interrupt/question-payload.ts";
import type { Interrupt } from "../../runtime/protocol/interrupt.ts";

/** Who starts the runs of a scenario. */
export const REQUESTER = "test-requester";

export interface Decider {
  readonly by?: string;
  readonly roles?: readonly string[];
}

/** The requester, where they are asked or anyone may answer. */
export function deciders({ value }: Pick<Interrupt, "value">, decision: unknown): readonly Decider[] {
  const by = isQuestionPayload(value) || isToolApproval(value) ? value.by : undefined;
  if (by === undefined || by === "requester") return [{ by: REQUESTER }];
  const people = by.count?.[String(decision)] ?? 1;
  return Array.from({ length: people }, () => ({ by: `test-${randomUUID().slice(0, 8)}`, roles: by.roles.slice(0, 1) }));
}
