/** Splits a topic into subtasks by rules: which words it has, what is still missing, and who was asked already. */
import { type Shelf, shelves } from "../corpus.ts";
import type { Finding, Subtask } from "../subtask.ts";
import { stemOf, termsOf } from "../terms.ts";
import type { Brief } from "./read-brief.ts";

const wantsYears = /\b(when|year|years|history|first|timeline|since|century)\b/i;
const wantsNumbers = /\b(how many|killed|deaths|number|accidents?|disasters?|collisions?|crash(?:es)?)\b/i;

export function planSubtasks({ topic, gaps, findings, subtasksAtMost }: Brief): Subtask[] {
  const subtasks = gaps === undefined ? split(topic) : gaps.flatMap((gap) => nextFor(gap, findings));
  return subtasks.slice(0, subtasksAtMost);
}

/** The tables that the topic calls for, then each of its words in the articles. */
function split(topic: string): Subtask[] {
  const tables: Shelf[] = [
    ...(wantsYears.test(topic) ? (["timeline"] as const) : []),
    ...(wantsNumbers.test(topic) ? (["accidents"] as const) : []),
  ];
  return [...tables.map((shelf) => ({ shelf, ask: topic })), ...termsOf(topic).map((term) => ({ shelf: "articles" as const, ask: term }))];
}

/** The first shelf that has not been asked for it; none when all have. */
function nextFor(gap: string, findings: readonly Finding[]): Subtask[] {
  const asked = findings.filter(({ ask }) => stemOf(ask) === stemOf(gap)).map(({ shelf }) => shelf);
  const left = shelves.find((shelf) => !asked.includes(shelf));
  return left === undefined ? [] : [{ shelf: left, ask: gap }];
}
