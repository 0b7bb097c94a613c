/** Label maps are exhaustive: every label that can be answered has a target, and no label that cannot be answered has a target. */
import type { Issue } from "../issues/issue.ts";
import { type RuleContext, renameAdvice } from "./rule-context.ts";

interface LabelMap {
  /** E.g. `router "intent"`. */
  readonly owner: string;
  readonly field: string;
  readonly labels: readonly string[];
  readonly handled: Readonly<Record<string, string>>;
}

export function checkLabels(context: RuleContext, { owner, field, labels, handled }: LabelMap): Issue[] {
  const missing = labels.filter((label) => !Object.hasOwn(handled, label));
  const extra = Object.keys(handled).filter((label) => !labels.includes(label));
  return [
    // a mistyped label is one mistake, not two
    ...missing.slice(extra.length > 0 && missing.length <= extra.length ? missing.length : 0).map((label) =>
      context.issue("UNHANDLED_LABEL", [field], `${owner} can answer "${label}", but has no target for it.`, {
        hint: `Add \`${label}: ${context.example}\`.`,
      }),
    ),
    ...extra.map((label) =>
      context.issue(
        "UNKNOWN_LABEL",
        [field, label],
        `${owner} never answers "${label}".`,
        renameAdvice(label, missing.length > 0 ? missing : labels, [...context.path, field, label]),
      ),
    ),
  ];
}
