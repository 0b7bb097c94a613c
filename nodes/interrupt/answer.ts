/** What a person may answer to a question. Checks answers; never asks and never resumes. */
import type { z } from "zod";
import type { Question } from "../../language/registry/registry.ts";
import { canonicalJson } from "../../language/schema/canonical-json.ts";
import { isRecord } from "../../language/schema/is-record.ts";
import { checkInput, readValue, shapeOfInput, type ValueError } from "../../language/schema/sides/read-value.ts";
import { channelsOf, type Writes } from "../../language/terms/writes.ts";
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

/** The decision that the answer gives, when it fits its question. */
export type CheckedAnswer = { readonly ok: true; readonly decision: string } | Misfit;
export type ParsedAnswer = { readonly ok: true; readonly answer: Answer } | Misfit;

export interface Misfit {
  readonly ok: false;
  readonly path: readonly (string | number)[];
  readonly problem: string;
}

const misfit = (path: readonly (string | number)[], problem: string): Misfit => ({ ok: false, path, problem });

/** Checks an answer against its question before it is taken: a declared decision, and the form that belongs to it. Runs no transform. */
export async function checkAnswer(question: Question, value: unknown): Promise<CheckedAnswer> {
  const found = formIn(question, value);
  if (!found.ok) return found;
  const { decision, schema, form } = found;
  const checked = schema && (await checkInput(schema, form));
  return checked?.error ? misfitOf(checked.error) : { ok: true, decision };
}

/** What other people's answers must equal to agree with this one: the decision, and its form as it may be sent. Undefined: it does not fit. */
export function contentOfAnswer(question: Question, value: unknown): string | undefined {
  const found = formIn(question, value);
  if (!found.ok) return undefined;
  const { decision, schema, form } = found;
  const shaped = schema ? shapeOfInput(schema, form) : { value: null };
  return shaped && canonicalJson([decision, shaped.value]);
}

/** The same check, in the node: the form as its schema gives it. Forms are parsed nowhere else, so a transform runs once. */
export async function parseAnswer(question: Question, value: unknown): Promise<ParsedAnswer> {
  const found = formIn(question, value);
  if (!found.ok) return found;
  const { decision, schema, form } = found;
  if (!schema) return { ok: true, answer: { decision } };
  const parsed = await readValue(schema, form);
  return parsed.success ? { ok: true, answer: { decision, form: parsed.data } } : misfitOf(parsed.error);
}

interface FoundForm {
  readonly ok: true;
  readonly decision: string;
  /** Undefined where the decision has none. */
  readonly schema: z.ZodType | undefined;
  readonly form: unknown;
}

function formIn(question: Question, value: unknown): FoundForm | Misfit {
  if (!isRecord(value) || typeof value.decision !== "string")
    return misfit(["decision"], `an answer is { decision, form? } with a decision out of ${names(question)}`);
  const { decision, form } = value;
  if (!Object.hasOwn(question.decisions, decision)) return misfit(["decision"], `"${decision}" is not one of ${names(question)}`);
  const schema = question.decisions[decision] ?? undefined;
  if (!schema && form != null) return misfit(["form"], `"${decision}" takes no form`);
  return { ok: true, decision, schema, form: form ?? {} };
}

function misfitOf({ issues: [first] }: ValueError): Misfit {
  const path = ["form", ...(first?.path ?? []).map((part) => (typeof part === "symbol" ? String(part) : part))];
  return misfit(path, `${path.join(".")}: ${first?.message ?? "does not fit"}`);
}

/** A requester's chat message as an answer: it must fill the channels of exactly one decision, but for fields that may be left out, and nothing else. */
export function answerFromInput({ takes, decisions }: Pick<QuestionPayload, "takes" | "decisions">, input: unknown): Answer | undefined {
  if (!isRecord(input)) return undefined;
  const given = Object.keys(input);
  const fitting = Object.entries(takes).filter(([decision, writes]) => {
    const channels = channelsOf(writes);
    return given.every((name) => channels.includes(name)) && neededFor(writes, decisions[decision]).every((name) => given.includes(name));
  });
  const filled = fitting.filter(([, writes]) => channelsOf(writes).length === given.length);
  const [only, ...others] = filled.length > 0 ? filled : fitting;
  if (!only || others.length > 0) return undefined;
  const [decision, writes] = only;
  if ("whole" in writes) return { decision, form: input[writes.whole] };
  const fields = Object.entries(writes.fields).filter(([channel]) => Object.hasOwn(input, channel));
  return { decision, form: Object.fromEntries(fields.map(([channel, field]) => [field, input[channel]])) };
}

/** The channels whose field the form's JSON Schema requires; without one, all; and of a message that fills none, none fits. */
function neededFor(writes: Writes, form: unknown): string[] {
  if ("whole" in writes) return [writes.whole];
  const required = isRecord(form) && isRecord(form.properties) ? (Array.isArray(form.required) ? form.required : []) : undefined;
  const needed = Object.entries(writes.fields).flatMap(([channel, field]) => (required?.includes(field) === false ? [] : [channel]));
  return needed.length > 0 ? needed : Object.keys(writes.fields).slice(0, 1);
}

const names = (question: Question): string =>
  Object.keys(question.decisions)
    .map((name) => `"${name}"`)
    .join(", ");
