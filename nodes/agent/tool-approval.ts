/** LangChain's question about tool calls and its answers: approve, edit, reject or respond, one for each call. Checks them; never asks. */
import { z } from "zod";
import type { NormalApprovers } from "../../language/kinds/interrupt/interrupt-node.ts";
import { isRecord } from "../../language/schema/is-record.ts";
import { withoutNulls } from "../../language/schema/sides/without-nulls.ts";

export const decisionTypes = ["approve", "edit", "reject", "respond"] as const;

/** The value of the interrupt. LangChain's inboxes read its first two fields; the others are ours. */
export interface ToolApproval {
  readonly actionRequests: readonly { readonly name: string; readonly args: Record<string, unknown>; readonly description?: string }[];
  readonly reviewConfigs: readonly {
    readonly actionName: string;
    readonly allowedDecisions: readonly (typeof decisionTypes)[number][];
    /** JSON Schema of the arguments: an edited call must fit. */
    readonly argsSchema: Parameters<typeof z.fromJSONSchema>[0];
  }[];
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
  | { readonly ok: false; readonly path: readonly (string | number)[]; readonly problem: string };

const action = z.object({ name: z.string(), args: z.record(z.string(), z.unknown()) });
const shape = z.discriminatedUnion("type", [
  z.object({ type: z.literal("approve") }),
  z.object({ type: z.literal("edit"), editedAction: action }),
  z.object({ type: z.literal("reject"), message: z.string().optional() }),
  z.object({ type: z.literal("respond"), message: z.string() }),
]);

export const isToolApproval = (value: unknown): value is ToolApproval =>
  isRecord(value) && Array.isArray(value.actionRequests) && Array.isArray(value.reviewConfigs);

const refuse = (path: readonly (string | number)[], problem: string): CheckedDecisions => ({ ok: false, path, problem });

/** Checks an answer, in camelCase or snake_case, against its question: one decision for each call, in the same order. */
export function checkToolDecisions(
  { actionRequests, reviewConfigs }: Pick<ToolApproval, "actionRequests" | "reviewConfigs">,
  answer: unknown,
): CheckedDecisions {
  const given = isRecord(answer) ? answer.decisions : undefined;
  const calls = actionRequests.map(({ name }) => name).join(", ");
  if (!Array.isArray(given)) return refuse(["decisions"], `an answer is { decisions: [...] }, one for each of: ${calls}`);
  if (given.length !== actionRequests.length)
    return refuse(
      ["decisions"],
      `${given.length} decisions for ${actionRequests.length} tool calls (${calls}): give one for each, in this order`,
    );
  const decisions: ToolDecision[] = [];
  for (const [index, one] of given.entries()) {
    const parsed = shape.safeParse(inCamelCase(one));
    if (!parsed.success) return refuse(["decisions", index], wordsOf(parsed.error, index));
    const problem = problemOf(parsed.data, reviewConfigs[index]);
    if (problem) return refuse(["decisions", index], `decisions.${index}: ${problem}`);
    decisions.push(parsed.data);
  }
  return { ok: true, decisions };
}

function problemOf(decision: ToolDecision, config: ToolApproval["reviewConfigs"][number] | undefined): string | undefined {
  if (!config) return "there is no such call";
  if (!config.allowedDecisions.includes(decision.type)) return `"${decision.type}" is not one of ${config.allowedDecisions.join(", ")}`;
  if (decision.type !== "edit") return undefined;
  const { name, args } = decision.editedAction;
  // another tool would run without an approval
  if (name !== config.actionName) return `the edited call must stay "${config.actionName}"`;
  const schema = z.fromJSONSchema(config.argsSchema);
  const checked = schema.safeParse(withoutNulls(schema, args));
  const [first] = checked.error?.issues ?? [];
  return first && `editedAction.args.${first.path.join(".")}: ${first.message}`;
}

function inCamelCase(decision: unknown): unknown {
  if (typeof decision !== "object" || decision === null || !("edited_action" in decision)) return decision;
  const { edited_action: editedAction, ...rest } = decision;
  return { ...rest, editedAction };
}

function wordsOf(error: z.ZodError, index: number): string {
  const [first] = error.issues;
  const path = ["decisions", index, ...(first?.path ?? [])].map(String).join(".");
  return `${path}: ${first?.message ?? "does not fit"}. A decision is one of ${decisionTypes.join(", ")}.`;
}
