/** What a deadline does when it fires, and the line of a path for it: `approval after 1h: reminds lead`. */

import type { NormalDeadline } from "../../language/kinds/interrupt/deadlines.ts";
import { durationText } from "../../language/terms/duration.ts";

/** A line of the path that is not a step: it comes before the answer to the question. */
export interface Note {
  readonly node: string;
  /** How many questions of the node were answered before. */
  readonly answered: number;
  readonly text: string;
}

export function deadlineNote(node: string, answered: number, deadline: NormalDeadline): Note {
  return { node, answered, text: `${node} after ${durationText(deadline.afterMs)}: ${deadlineEffect(deadline)}` };
}

/** `reminds lead`, `assigns lead` or `expires`. */
export function deadlineEffect(deadline: NormalDeadline): string {
  if ("remind" in deadline) return `reminds ${deadline.remind}`;
  return "assign" in deadline ? `assigns ${deadline.assign}` : "expires";
}
