/** LangChain's question about tool calls and its answers: approve, edit, reject or respond, one for each call. Checks them; never asks. */
import { z } from "zod";
import type { NormalApprovers } from "../../../language/kinds/interrupt/interrupt-node.ts";
import { inboxVerbs, verbOf } from "../../../language/registry/inbox.ts";
import { isRecord } from "../../../language/schema/is-record.ts";
import { inputSchemaOf, type JsonSchema } from "../../../language/schema/json-schema.ts";
import { withoutNulls } from "../../../language/schema/sides/without-nulls.ts";
import type { Misfit } from "../../interrupt/answer.ts";
import { inboxEntries, type Review, type ReviewConfig, readEditedArgs } from "../../interrupt/review.ts";
import type { SaidMessage } from "../../interrupt/said-while-open.ts";

/** The value of the interrupt: what LangChain's inboxes read, and ours. Questions that an older version asked lack the spellings in snake_case and `message`. */
export interface ToolApproval
  extends Pick<Review, "actionRequests" | "reviewConfigs">,
    Partial<Pick<Review, "action_requests" | "review_configs">> {
  /** The message that calls the tools, as readers of the conversation see it while the question is open. */
  readonly message?: SaidMessage;
  readonly graph: string;
  readonly node: string;
  readonly by?: NormalApprovers;
  /** Why the last answer was not taken, when the question is asked again. */
  readonly problem?: string;
}

export type ToolDecision =
  | { readonly type: "approve" }
  | { readonly type: "edit"; readonly editedAction: { readonly name: string; readonly args: Record<string, unknown> } }
  | { readonly type: "reject"; readonly message?: string | undefined }
  | { readonly type: "respond"; readonly message: string };

export type CheckedDecisions =
  | { readonly ok: true; readonly decisions: readonly ToolDecision[] }
  /** The question stays open. */
  | { readonly ok: true; readonly ignored: true }
  | Misfit;

const action = z.object({ name: z.string(), args: z.record(z.string(), z.unknown()) });
const shape = z.discriminatedUnion("type", [
  z.object({ type: z.literal("approve") }),
  z.object({ type: z.literal("edit"), editedAction: action }),
  z.object({ type: z.literal("reject"), message: z.string().optional() }),
  z.object({ type: z.literal("respond"), message: z.string() }),
]);

const decisionSchema = inputSchemaOf(shape);

export const isToolApproval = (value: unknown): value is ToolApproval =>
  isRecord(value) && Array.isArray(value.actionRequests) && Array.isArray(value.reviewConfigs) && !("question" in value);

const refuse = (path: readonly (string | number)[], problem: string): Misfit => ({ ok: false, path, problem });

/** Checks an answer, as any of LangChain's inboxes sends it, against its question: one decision for each call, in the same order. */
export function checkToolDecisions(
  { actionRequests, reviewConfigs }: Pick<ToolApproval, "actionRequests" | "reviewConfigs">,
  answer: unknown,
): CheckedDecisions {
  const calls = actionRequests.map(({ name }) => name).join(", ");
  const entries = inboxEntries(answer);
  if (!entries) return refuse(["decisions"], `an answer is { decisions: [...] }, one for each of: ${calls}`);
  if (entries.some(({ word }) => word === "ignore")) return { ok: true, ignored: true };
  if (entries.length !== actionRequests.length)
    return refuse(
      ["decisions"],
      `${entries.length} decisions for ${actionRequests.length} tool calls (${calls}): give one for each, in this order`,
    );
  const decisions: ToolDecision[] = [];
  for (const [index, { word, message, edited }] of entries.entries()) {
    const type = word === "response" ? "respond" : (verbOf(word) ?? word);
    const parsed = shape.safeParse({
      type,
      ...(message !== undefined && { message }),
      ...(edited !== undefined && { editedAction: edited }),
    });
    if (!parsed.success) return refuse(["decisions", index], wordsOf(parsed.error, index));
    const decision = asMeant(parsed.data, actionRequests[index]?.args ?? {}, reviewConfigs[index]);
    const problem = problemOf(decision, reviewConfigs[index]);
    if (problem) return refuse(["decisions", index], `decisions.${index}: ${problem}`);
    decisions.push(decision);
  }
  return { ok: true, decisions };
}

function problemOf(decision: ToolDecision, config: ReviewConfig | undefined): string | undefined {
  if (!config) return "there is no such call";
  if (!config.allowedDecisions.includes(decision.type)) return `"${decision.type}" is not one of ${config.allowedDecisions.join(", ")}`;
  if (decision.type !== "edit") return undefined;
  const { name, args } = decision.editedAction;
  // another tool would run without an approval
  if (name !== config.actionName) return `the edited call must stay "${config.actionName}"`;
  const [first] = misfitsOf(args, config);
  return first && `editedAction.args.${first.path.join(".")}: ${first.message}`;
}

/** Inboxes edit numbers and lists as texts. */
function asMeant(decision: ToolDecision, shown: Readonly<Record<string, unknown>>, config: ReviewConfig | undefined): ToolDecision {
  if (decision.type !== "edit" || !config || misfitsOf(decision.editedAction.args, config).length === 0) return decision;
  return { ...decision, editedAction: { ...decision.editedAction, args: readEditedArgs(shown, decision.editedAction.args) } };
}

function misfitsOf(args: Record<string, unknown>, { argsSchema = {} }: ReviewConfig): z.core.$ZodIssue[] {
  const schema = z.fromJSONSchema(argsSchema);
  return schema.safeParse(withoutNulls(schema, args)).error?.issues ?? [];
}

/** JSON Schema of the answers to a question about tool calls, for clients that draw a form. */
export const decisionsSchemaOf = ({ actionRequests: { length } }: Pick<ToolApproval, "actionRequests">): JsonSchema => ({
  type: "object",
  properties: { decisions: { type: "array", minItems: length, maxItems: length, items: decisionSchema } },
  required: ["decisions"],
});

function wordsOf(error: z.ZodError, index: number): string {
  const [first] = error.issues;
  const path = ["decisions", index, ...(first?.path ?? [])].map(String).join(".");
  return `${path}: ${first?.message ?? "does not fit"}. A decision is one of ${inboxVerbs.join(", ")}.`;
}
