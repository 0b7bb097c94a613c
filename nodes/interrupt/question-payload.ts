/** What an interrupt node shows: the value of its LangGraph interrupt, and how others recognise it. JSON only. */
import type { NormalDeadline } from "../../language/kinds/interrupt/deadlines.ts";
import type { NormalApprovers, NormalInterrupt } from "../../language/kinds/interrupt/interrupt-node.ts";
import { type Forms, inboxOffers, inboxVerbs } from "../../language/registry/inbox.ts";
import type { Question } from "../../language/registry/registry.ts";
import { isRecord } from "../../language/schema/is-record.ts";
import { fieldsOf, inputSchemaOf, type JsonSchema } from "../../language/schema/json-schema.ts";
import type { Path } from "../../language/terms/step.ts";
import type { Writes } from "../../language/terms/writes.ts";
import { PATH } from "../call/internal-channels.ts";
import type { Call } from "../call/kind.ts";
import { timeAt } from "../call/take-args.ts";
import { usageOfPath } from "../call/usage.ts";
import { type Review, type ReviewedAction, reviewOf } from "./review.ts";

/** The first fields are ours; existing inboxes read those of `Review`. Questions that an older version asked have none of these. */
export interface QuestionPayload extends Partial<Review> {
  /** The graph that asks: the thread's, or one inside it. */
  readonly graph: string;
  readonly question: string;
  readonly node: string;
  readonly prompt: string;
  readonly shows: Readonly<Record<string, unknown>>;
  /** Decision → JSON Schema of its form, or null where it has none. */
  readonly decisions: Forms;
  /** An inbox's word → the decision that it gives, where no decision has that name. */
  readonly inbox?: Readonly<Record<string, string | undefined>>;
  readonly by: NormalApprovers;
  /** Channels that must still hold the same when the decision comes. */
  readonly bind?: readonly string[];
  /** `at` is the time itself. */
  readonly deadlines: readonly NormalDeadline[];
  /** Messages that are not an answer wait for the next turn. Missing: they are refused. */
  readonly onMessage?: "queue";
  /** Decision → where its form goes. */
  readonly takes: Readonly<Record<string, Writes>>;
  /** When something failed in this turn: the path so far, and the failures. */
  readonly escalation?: Escalation;
  /** Why the last answer was not taken, when the question is asked again. */
  readonly problem?: string;
}

/** What a person needs to know who is asked after a failure or a spent budget. */
export interface Escalation {
  /** The turn's steps, the first one first. */
  readonly path: Path;
  /** The failures on it, in the same order. */
  readonly errors: readonly { readonly node: string; readonly code: string; readonly message: string; readonly attempts: number }[];
  /** What the turn has used so far; `usd` only of models whose price is known. */
  readonly spent: { readonly steps: number; readonly tokens: number; readonly usd: number };
}

/** Whether an interrupt's value is a question of a declared graph (a raw LangGraph may interrupt with anything). */
export function isQuestionPayload(value: unknown): value is QuestionPayload {
  if (!isRecord(value)) return false;
  return typeof value.question === "string" && typeof value.node === "string" && isRecord(value.decisions) && isRecord(value.takes);
}

export function questionPayload(call: Call<NormalInterrupt>, question: Question): QuestionPayload {
  const { node, name, state, graph } = call;
  const escalation = escalationOf(state[PATH] ?? []);
  const decisions = formsOf(question);
  const shows = Object.fromEntries(node.shows.map((channel) => [channel, state[channel] ?? null]));
  const asked = {
    graph,
    question: node.question,
    node: name,
    prompt: question.prompt,
    ...{ shows, decisions },
    ...(question.inbox && { inbox: question.inbox }),
    by: node.by,
    ...(node.bind.length > 0 && { bind: node.bind }),
    deadlines: node.deadlines.map((deadline) => ("at" in deadline ? { ...deadline, at: timeAt(call, deadline.at) } : deadline)),
    ...(node.onMessage === "queue" && { onMessage: "queue" as const }),
    takes: node.writes,
    ...(escalation && { escalation }),
  };
  return { ...asked, ...reviewOfQuestion(asked) };
}

type Asked = Pick<QuestionPayload, "question" | "prompt" | "shows" | "decisions" | "inbox" | "takes">;

/** The question as an action that an inbox reviews: what is shown, and what an edit fills in. */
export const reviewOfQuestion = (asked: Asked): Review => reviewOf([actionOf(asked)]);

function actionOf({ question, prompt, shows, decisions, inbox, takes }: Asked): ReviewedAction {
  const offers = inboxOffers(decisions, inbox);
  const form = offers.edit && decisions[offers.edit.decision];
  return {
    ...{ name: question, description: prompt },
    args: { ...shows, ...(offers.edit && form && prefilled(form, takes[offers.edit.decision], shows)) },
    allowed: inboxVerbs.filter((verb) => offers[verb]),
    argsSchema: form ?? undefined,
  };
}

/** A field begins with the channel that it is written to, where that is shown. */
function prefilled(form: JsonSchema, writes: Writes | undefined, shows: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const channels = writes && "fields" in writes ? Object.entries(writes.fields) : [];
  return Object.fromEntries(
    [...fieldsOf(form).keys()].map((field) => {
      const channel = channels.find(([, from]) => from === field)?.[0] ?? field;
      return [field, shows[channel] ?? null];
    }),
  );
}

/** JSON Schema of the answers to a question, for clients that draw a form. */
export const answerSchemaOf = ({ decisions }: Pick<QuestionPayload, "decisions">): JsonSchema => ({
  oneOf: Object.entries(decisions).map(([decision, form]) => ({
    type: "object",
    properties: { decision: { const: decision }, ...(form && { form }) },
    required: ["decision", ...(form && [...fieldsOf(form).values()].some(({ required }) => required) ? ["form"] : [])],
    additionalProperties: false,
  })),
});

/** The forms of a question as JSON Schema, for a person's form and for the inbox. */
function formsOf(question: Question): Forms {
  return Object.fromEntries(Object.entries(question.decisions).map(([decision, form]) => [decision, form && inputSchemaOf(form)]));
}

/** Undefined if nothing has failed and no budget was spent: then the question itself says everything. */
function escalationOf(path: Path): Escalation | undefined {
  const errors = path.flatMap(({ node, error, attempts = 1 }) => (error ? [{ node, ...error, attempts }] : []));
  if (errors.length === 0 && !path.some(({ label }) => label === "budget")) return undefined;
  const { steps, tokens, usd } = usageOfPath(path);
  return { path, errors, spent: { steps, tokens, usd } };
}
