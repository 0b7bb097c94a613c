/** What a person is asked and what they may answer. Checks answers; never asks and never resumes. */
import { z } from "zod";
import type { NormalDeadline } from "../../language/kinds/interrupt/deadlines.ts";
import type { NormalApprovers } from "../../language/kinds/interrupt/interrupt-node.ts";
import type { Question } from "../../language/registry/registry.ts";
import { channelsOf, type Writes } from "../../language/terms/writes.ts";
import type { Escalation } from "./escalation.ts";

/** A person's answer, as the resume value of one interrupt. */
export interface Answer {
  readonly decision: string;
  readonly form?: Readonly<Record<string, unknown>>;
}

/** What an interrupt node shows: the value of its LangGraph interrupt. JSON only. */
export interface QuestionPayload {
  /** The graph that asks: the thread's, or one inside it. */
  readonly graph: string;
  readonly question: string;
  readonly node: string;
  readonly prompt: string;
  readonly shows: Readonly<Record<string, unknown>>;
  /** Decision → JSON Schema of its form, or null where it has none. */
  readonly decisions: Readonly<Record<string, unknown>>;
  readonly by: NormalApprovers;
  /** Channels that must still hold the same when the decision comes. */
  readonly bind?: readonly string[];
  readonly deadlines: readonly NormalDeadline[];
  /** Messages that are no answer wait for their turn. Missing: they are refused. */
  readonly onMessage?: "queue";
  /** Decision → where its form goes. */
  readonly takes: Readonly<Record<string, Writes>>;
  /** When something failed in this turn: the path so far, and the failures. */
  readonly escalation?: Escalation;
  /** Why the last answer was not taken, when the question is asked again. */
  readonly problem?: string;
}

/** The label that the final deadline answers. Reserved: no question may declare it. */
export const EXPIRED = "expired";

/** Given to a question whose sibling branch has left early: nobody is asked any more. Only the runtime gives it. */
export const cancel = { __cancelled: true } as const;
export const isCancel = (value: unknown): boolean => typeof value === "object" && value !== null && "__cancelled" in value;

export type Checked =
  | { readonly ok: true; readonly answer: Answer }
  | { readonly ok: false; readonly path: readonly (string | number)[]; readonly problem: string };

const refuse = (path: readonly (string | number)[], problem: string): Checked => ({ ok: false, path, problem });

/** Holds an answer against its question: a declared decision, and the form that belongs to it. */
export function checkAnswer(question: Question, value: unknown): Checked {
  if (typeof value !== "object" || value === null || !("decision" in value) || typeof value.decision !== "string") {
    return refuse(["decision"], `an answer is { decision, form? } with a decision out of ${names(question)}`);
  }
  const { decision } = value;
  const form = "form" in value ? value.form : undefined;
  if (!Object.hasOwn(question.decisions, decision)) return refuse(["decision"], `"${decision}" is not one of ${names(question)}`);
  const schema = question.decisions[decision];
  if (!schema) return form == null ? { ok: true, answer: { decision } } : refuse(["form"], `"${decision}" takes no form`);
  const parsed = schema.safeParse(form ?? {});
  if (parsed.success) return { ok: true, answer: { decision, form: parsed.data as Record<string, unknown> } };
  const [first] = parsed.error.issues;
  const path = ["form", ...(first?.path ?? []).map((part) => (typeof part === "symbol" ? String(part) : part))];
  return refuse(path, `${path.join(".")}: ${first?.message ?? "does not fit"}`);
}

/** A requester's chat message as an answer: it must fill the channels of exactly one decision, and nothing else. */
export function answerFromInput(ask: Pick<QuestionPayload, "takes">, input: unknown): Answer | undefined {
  if (typeof input !== "object" || input === null || Array.isArray(input)) return undefined;
  const values = input as Record<string, unknown>;
  const given = Object.keys(values).sort().join();
  const [only, ...others] = Object.entries(ask.takes).filter(([, writes]) => channelsOf(writes).sort().join() === given);
  if (!only || others.length > 0) return undefined;
  const [decision, writes] = only;
  if ("whole" in writes) return { decision, form: values[writes.whole] as Record<string, unknown> };
  return { decision, form: Object.fromEntries(Object.entries(writes.fields).map(([channel, field]) => [field, values[channel]])) };
}

/** The forms of a question as JSON Schema, for a person's form and for the inbox. */
export function formsOf(question: Question): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(question.decisions).map(([decision, form]) => [
      decision,
      form && z.toJSONSchema(form, { io: "input", unrepresentable: "any" }),
    ]),
  );
}

/** Whether an interrupt's value is a question of a declared graph (a raw LangGraph may interrupt with anything). */
export function isQuestionPayload(value: unknown): value is QuestionPayload {
  return typeof value === "object" && value !== null && "question" in value && "decisions" in value && "takes" in value && "node" in value;
}

const names = (question: Question): string =>
  Object.keys(question.decisions)
    .map((name) => `"${name}"`)
    .join(", ");
