/** Deadlines (law 12): reminders and assignments first, then exactly one that takes an edge. */

import type { Issue } from "../../issues/issue.ts";
import { checkRole } from "../../rules/references.ts";
import type { RuleContext } from "../../rules/rule-context.ts";
import { checkTime } from "../../rules/times.ts";
import { parseDuration } from "../../terms/duration.ts";
import type { DeadlineData } from "./deadlines.ts";
import type { InterruptData } from "./interrupt-node.ts";

export function checkDeadlines(context: RuleContext, deadlines: InterruptData["deadlines"]): Issue[] {
  if (deadlines === undefined) {
    return [
      context.issue("NO_FINAL_DEADLINE", [], "this question may wait forever.", {
        hint: `Add \`deadlines: [{ after: "4h", next: ${context.example} }]\`.`,
      }),
    ];
  }
  const roles = deadlines.flatMap((deadline, index) => {
    if ("remind" in deadline) return checkRole(context, deadline.remind, ["deadlines", index, "remind"]);
    return "assign" in deadline ? checkRole(context, deadline.assign, ["deadlines", index, "assign"]) : [];
  });
  const times = deadlines.flatMap((deadline, index) =>
    "at" in deadline ? checkTime(context, deadline.at, ["deadlines", index, "at"]) : [],
  );
  return [...roles, ...times, ...checkOrder(context, deadlines), ...checkSpans(context, deadlines)];
}

function checkOrder(context: RuleContext, deadlines: NonNullable<InterruptData["deadlines"]>): Issue[] {
  const last = deadlines.length - 1;
  const early = deadlines.findIndex((deadline, index) => "next" in deadline && index < last);
  if (early >= 0) {
    return [
      context.issue("DEADLINE_ORDER", ["deadlines"], `deadline ${early + 1} takes an edge, so the deadlines after it are never reached.`, {
        hint: "Put the deadline with `next` last, and only one.",
      }),
    ];
  }
  const final = deadlines[last];
  if (final && "next" in final) return [];
  return [
    context.issue("DEADLINE_ORDER", ["deadlines"], "the last deadline takes no edge, so the question may wait forever.", {
      hint: `End with \`{ after: "4h", next: ${context.example} }\`.`,
    }),
  ];
}

/** `after` and `every` count from the opening, so one that is not before the final deadline would never fire. When an `at` comes is not known. */
function checkSpans(context: RuleContext, deadlines: readonly DeadlineData[]): Issue[] {
  const last = deadlines.at(-1);
  const end = last && spanOf(last);
  if (!last || end === undefined || "every" in last) return [];
  return deadlines.slice(0, -1).flatMap((deadline, index) => {
    const span = spanOf(deadline);
    if (span === undefined || span.ms < end.ms) return [];
    const message = `"${span.text}" is not before the last deadline ("${end.text}").`;
    const hint = `\`${span.field}\` counts from the opening of the interrupt: give each a shorter time than the last.`;
    return [context.issue("DEADLINE_ORDER", ["deadlines", index, span.field], message, { hint })];
  });
}

function spanOf(deadline: DeadlineData): { readonly field: string; readonly text: string; readonly ms: number } | undefined {
  const [field, text] = "every" in deadline ? ["every", deadline.every] : ["after", "after" in deadline ? deadline.after : undefined];
  const ms = typeof text === "string" ? parseDuration(text) : undefined;
  return typeof text === "string" && ms !== undefined ? { field, text, ms } : undefined;
}
