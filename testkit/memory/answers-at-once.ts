/** What a scenario answers to a stop of its thread at once. */
import type { AnswerBook } from "../scenario/answer-book.ts";
import type { Stop } from "./memory-thread.ts";

/** LangGraph's `resume`: the answers by the interrupts' ids. */
export type Resume = Record<string, unknown>;

interface Answering {
  readonly answers: AnswerBook;
  /** Nodes whose code has interrupted, by the interrupt's id. */
  readonly byCode: ReadonlyMap<string, string>;
  /** A question of the node is answered. */
  readonly answered: (node: string) => void;
}

/** Undefined: nothing. That a question expires takes time. */
export function answersAtOnce({ questions, approvals, byCode }: Stop, { answers, answered, ...known }: Answering): Resume | undefined {
  const given: Resume = {};
  const take = (id: string, answer: { readonly value: unknown } | undefined) => {
    if (answer) given[id] = answer.value;
  };
  for (const { id, value } of approvals) take(id, answers.takeApproval(value.node));
  for (const { id } of byCode) take(id, answers.takeResume(known.byCode.get(id) ?? ""));
  for (const { id, value } of questions) {
    const answer = answers.takeNow(value.node);
    if (answer === undefined) continue;
    answered(value.node);
    take(id, { value: typeof answer === "string" ? { decision: answer } : answer });
  }
  return Object.keys(given).length === 0 ? undefined : given;
}
