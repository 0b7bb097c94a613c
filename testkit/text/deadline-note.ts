/** What a deadline does when it fires, and the line of a path for it: `approval after 1h: reminds lead`. */

import { dueText, type NormalDeadline } from "../../language/kinds/interrupt/deadlines.ts";
import { durationText } from "../../language/terms/duration.ts";
import type { AwaitsTime } from "../../nodes/sleep.ts";

/** A line of the path that is not a step: it comes before the answer to the question. */
export interface Note {
  readonly node: string;
  /** How many questions of the node were answered before. */
  readonly answered: number;
  readonly text: string;
}

export function deadlineNote(node: string, answered: number, deadline: NormalDeadline): Note {
  return { node, answered, text: `${node} ${dueText(deadline)}: ${deadlineEffect(deadline)}` };
}

/** A sleep that is over: `rest sleeps 10m`. */
export function sleepNote(node: string, answered: number, value: AwaitsTime): Note {
  const span = "until" in value ? `until ${value.until}` : durationText(value.forMs);
  return { node, answered, text: `${node} sleeps ${span}` };
}

/** A reminder that repeats is one line, however often it has fired. */
export const timesText = (text: string, times: number): string => (times === 1 ? text : `${text} (${times} times)`);

/** `reminds lead`, `assigns lead` or `expires`. */
export function deadlineEffect(deadline: NormalDeadline): string {
  if ("remind" in deadline) return `reminds ${deadline.remind}`;
  return "assign" in deadline ? `assigns ${deadline.assign}` : "expires";
}
