/** Deadlines (law 12): reminders and assignments first, then exactly one that takes an edge. */

import type { Issue } from "../../issues/issue.ts";
import { checkRole } from "../../rules/references.ts";
import type { RuleContext } from "../../rules/rule-context.ts";
import { parseDuration } from "../../terms/duration.ts";
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
  return [...roles, ...checkOrder(context, deadlines), ...checkTimes(context, deadlines)];
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

/** `after` counts from the opening, so a deadline after the final one would never fire. */
function checkTimes(context: RuleContext, deadlines: NonNullable<InterruptData["deadlines"]>): Issue[] {
  const times = deadlines.map(({ after }) => (typeof after === "string" ? parseDuration(after) : undefined));
  const end = times.at(-1);
  return times.flatMap((time, index) =>
    time !== undefined && end !== undefined && index < times.length - 1 && time >= end
      ? [
          context.issue(
            "DEADLINE_ORDER",
            ["deadlines", index, "after"],
            `"${deadlines[index]?.after}" is not before the last deadline ("${deadlines.at(-1)?.after}").`,
            { hint: "`after` counts from the opening of the interrupt: give each a shorter time than the last." },
          ),
        ]
      : [],
  );
}
