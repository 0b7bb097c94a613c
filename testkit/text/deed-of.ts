/** What a deadline does when it falls due, as paths and reports say it: `reminds lead`, `assigns lead`, `expires`. */
import type { NormalDeadline } from "../../language/kinds/interrupt/deadlines.ts";

export function deedOf(deadline: NormalDeadline): string {
  if ("remind" in deadline) return `reminds ${deadline.remind}`;
  return "assign" in deadline ? `assigns ${deadline.assign}` : "expires";
}
