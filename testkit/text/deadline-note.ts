/** The line of a path that says which deadline fell due: `approval after 1h: reminds lead`. */
import { durationText } from "../../draw/duration-text.ts";
import type { NormalDeadline } from "../../language/kinds/interrupt/deadlines.ts";
import { deedOf } from "./deed-of.ts";

/** A line of the path that is no step: it stands before the answer to the question. */
export interface Note {
  readonly node: string;
  /** How many questions of the node were answered before. */
  readonly answered: number;
  readonly text: string;
}

export function deadlineNote(node: string, answered: number, deadline: NormalDeadline): Note {
  return { node, answered, text: `${node} after ${durationText(deadline.afterMs)}: ${deedOf(deadline)}` };
}
