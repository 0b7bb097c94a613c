/** What a link is about: the decisions of its question, and the answer that each of them is. */

import { isRecord } from "../../language/schema/is-record.ts";
import type { JsonSchema } from "../../language/schema/json-schema.ts";
import { isToolApproval } from "../../nodes/agent/approval/tool-approval.ts";
import { isQuestionPayload } from "../../nodes/interrupt/question-payload.ts";
import type { InterruptRow } from "../../persistence/statements/interrupts/rows.ts";

export interface LinkSubject {
  readonly prompt: string;
  /** What the person sees, by name. */
  readonly shows: Readonly<Record<string, unknown>>;
  /** Decision → JSON Schema of its form, or null where it has none. Null: the interrupt of a raw LangGraph takes any JSON. */
  readonly decisions: Readonly<Record<string, JsonSchema | null>> | null;
  answerOf(given: GivenByLink): unknown;
}

export interface GivenByLink {
  readonly decision?: string | undefined;
  readonly form?: unknown;
  readonly resume?: unknown;
}

/** An edit of a tool call is no form: it takes an inbox. */
const MESSAGE: JsonSchema = { type: "object", properties: { message: { type: "string" } } };
const toolForms = { approve: null, reject: MESSAGE, respond: { ...MESSAGE, required: ["message"] } } as const;
type ToolVerb = keyof typeof toolForms;

export function subjectOf({ payload }: Pick<InterruptRow, "payload">): LinkSubject {
  if (isQuestionPayload(payload)) {
    const { prompt, shows, decisions } = payload;
    return { prompt, shows, decisions, answerOf: ({ decision, form }) => ({ decision, ...(form != null && { form }) }) };
  }
  if (!isToolApproval(payload))
    return { prompt: "A graph asks for an answer", shows: shownOf(payload), decisions: null, answerOf: ({ resume }) => resume };
  const { actionRequests, reviewConfigs } = payload;
  const verbs = (Object.keys(toolForms) as ToolVerb[]).filter((verb) =>
    reviewConfigs.every(({ allowedDecisions }) => allowedDecisions.includes(verb)),
  );
  return {
    prompt: actionRequests.length === 1 ? "Shall this be done?" : "Shall all of this be done?",
    shows: Object.fromEntries(
      actionRequests.map(({ name, args }, at) => [actionRequests.length === 1 ? name : `${at + 1}. ${name}`, args]),
    ),
    decisions: Object.fromEntries(verbs.map((verb) => [verb, toolForms[verb]])),
    answerOf: ({ decision, form }) => ({ decisions: actionRequests.map(() => ({ type: decision, ...(isRecord(form) && form) })) }),
  };
}

const shownOf = (payload: unknown): Readonly<Record<string, unknown>> => (isRecord(payload) ? payload : { question: payload });
