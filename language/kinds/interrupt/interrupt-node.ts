/** An interrupt node as it is written and as it is written out in full. */
import { z } from "zod";
import type { Vocabulary } from "../../registry/vocabulary.ts";
import type { RaiseChannels } from "../../terms/budget-raise.ts";
import type { FormWrites } from "../../terms/data-flow.ts";
import type { Writes } from "../../terms/writes.ts";
import type { NormalCommon } from "../kind/common.ts";
import { channelName, labelled, name, type VisitBound, visitsShape, writesShape } from "../kind/policy.ts";
import { type DeadlineList, deadlineShape, type NormalDeadline } from "./deadlines.ts";

/** Who may decide. `not` names whoever decided at another node, or the requester: four eyes. */
type Approvers<Role extends string, Decision extends PropertyKey, N extends string> =
  | "requester"
  | readonly Role[]
  | { roles: readonly Role[]; count?: { [D in Decision]?: number }; not?: readonly ("requester" | N)[] };

export type InterruptNode<V extends Vocabulary, N extends string, T extends string, Ps> = {
  [K in keyof V["questions"] & string]: {
    kind: "interrupt";
    question: K;
    by: Approvers<V["role"], keyof V["questions"][K], N>;
    shows?: readonly (keyof V["values"] & string)[];
    bind?: readonly (keyof V["values"] & string)[];
    decisions: { [D in keyof V["questions"][K] & string]: T };
    deadlines?: DeadlineList<V["values"], V["role"], T, Ps>;
    onMessage?: "queue" | "refuse";
  } & FormWrites<V["updates"] & RaiseChannels, V["questions"][K]> &
    VisitBound<T, Ps>;
}[keyof V["questions"] & string];

const approversShape = z
  .union([
    z.literal("requester"),
    z.array(z.string()).min(1),
    z.strictObject({
      roles: z.array(z.string()).min(1),
      count: z.record(z.string(), z.int().min(1)).optional().describe("Decision → how many people must give it."),
      not: z.array(z.string()).optional().describe('Who may not decide: "requester", or whoever decided at that node.'),
    }),
  ])
  .describe('Who may decide: "requester" (a chat message is the answer), or roles.');

export const shape = z
  .strictObject({
    kind: z.literal("interrupt"),
    question: name.describe("A question of the registry."),
    by: approversShape,
    shows: z.array(channelName).optional().describe("Channels that the person sees."),
    bind: z.array(channelName).optional().describe("Channels that must still hold what was shown when the decision comes."),
    decisions: labelled.describe("A target for each decision."),
    writes: z
      .record(z.string(), writesShape)
      .optional()
      .describe(
        "Decision → where its form goes. `budget.tokens`, `budget.usd`, `budget.steps` and `budget.timeMs` raise the turn's budget.",
      ),
    deadlines: z
      .array(deadlineShape)
      .optional()
      .describe("Reminders and assignments, then one that takes an edge. `every` reminds until the question is decided."),
    onMessage: z.enum(["queue", "refuse"]).optional().describe("What happens to a message that is not the answer; refuse by default."),
    visits: visitsShape.optional(),
  })
  .describe("A pause for a person.");

export type InterruptData = z.infer<typeof shape>;
export type NormalApprovers = "requester" | { roles: string[]; count?: Record<string, number>; not?: string[] };
export interface NormalInterrupt extends NormalCommon {
  kind: "interrupt";
  question: string;
  by: NormalApprovers;
  shows: string[];
  bind: string[];
  decisions: Record<string, string>;
  /** Decision → where its form goes. */
  writes: Record<string, Writes>;
  deadlines: NormalDeadline[];
  onMessage: "queue" | "refuse";
}
