/** What a person may answer to a question. Checks answers; never asks and never resumes. */
import type { Question } from "../../language/registry/registry.ts";
import { isRecord } from "../../language/schema/is-record.ts";
import { channelsOf } from "../../language/terms/writes.ts";
import type { QuestionPayload } from "./question-payload.ts";

/** A person's answer, as the resume value of one interrupt. */
export interface Answer {
  readonly decision: string;
  /** What the decision's schema takes: usually an object. */
  readonly form?: unknown;
}

/** The label that the final deadline answers. Reserved: no question may declare it. */
export const EXPIRED = "expired";

/** Given to a question whose sibling branch has left early: it needs no answer any more. Only the runtime gives it. */
export const cancel = { __cancelled: true } as const;
export const isCancel = (value: unknown): boolean => isRecord(value) && "__cancelled" in value;

export type Checked =
  | { readonly ok: true; readonly answer: Answer }
  | { readonly ok: false; readonly path: readonly (string | number)[]; readonly problem: string };

const refuse = (path: readonly (string | number)[], problem: string): Checked => ({ ok: false, path, problem });

/** Checks an answer against its question: a declared decision, and the form that belongs to it. */
export function checkAnswer(question: Question, value: unknown): Checked {
  if (!isRecord(value) || typeof value.decision !== "string")
    return refuse(["decision"], `an answer is { decision, form? } with a decision out of ${names(question)}`);
  const { decision, form } = value;
  if (!Object.hasOwn(question.decisions, decision)) return refuse(["decision"], `"${decision}" is not one of ${names(question)}`);
  const schema = question.decisions[decision];
  if (!schema) return form == null ? { ok: true, answer: { decision } } : refuse(["form"], `"${decision}" takes no form`);
  const parsed = schema.safeParse(form ?? {});
  if (parsed.success) return { ok: true, answer: { decision, form: parsed.data } };
  const [first] = parsed.error.issues;
  const path = ["form", ...(first?.path ?? []).map((part) => (typeof part === "symbol" ? String(part) : part))];
  return refuse(path, `${path.join(".")}: ${first?.message ?? "does not fit"}`);
}

/** A requester's chat message as an answer: it must fill the channels of exactly one decision, and nothing else. */
export function answerFromInput(question: Pick<QuestionPayload, "takes">, input: unknown): Answer | undefined {
  if (!isRecord(input)) return undefined;
  const given = Object.keys(input).sort().join();
  const [only, ...others] = Object.entries(question.takes).filter(([, writes]) => channelsOf(writes).sort().join() === given);
  if (!only || others.length > 0) return undefined;
  const [decision, writes] = only;
  if ("whole" in writes) return { decision, form: input[writes.whole] };
  return { decision, form: Object.fromEntries(Object.entries(writes.fields).map(([channel, field]) => [field, input[channel]])) };
}

const names = (question: Question): string =>
  Object.keys(question.decisions)
    .map((name) => `"${name}"`)
    .join(", ");
