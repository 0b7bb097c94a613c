/** LangChain's question about actions, which existing inboxes read: in its own spelling and in that of the Python servers, which some of them read alone. */
import type { InboxVerb } from "../../language/registry/inbox.ts";
import { isRecord } from "../../language/schema/is-record.ts";
import type { JsonSchema } from "../../language/schema/json-schema.ts";

export interface ReviewedAction {
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly description: string;
  /** What an inbox may answer. */
  readonly allowed: readonly InboxVerb[];
  /** JSON Schema of the arguments: edited ones must fit. */
  readonly argsSchema?: JsonSchema | undefined;
}

export interface ActionRequest {
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly description?: string;
}

export interface ReviewConfig {
  readonly actionName: string;
  readonly allowedDecisions: readonly InboxVerb[];
  readonly argsSchema?: JsonSchema;
}

export interface Review {
  readonly actionRequests: readonly ActionRequest[];
  readonly reviewConfigs: readonly ReviewConfig[];
  readonly action_requests: readonly ActionRequest[];
  readonly review_configs: readonly ReviewConfig[];
}

/** What depends only on the rest of a payload. */
export const REVIEW_KEYS = ["actionRequests", "action_requests", "reviewConfigs", "review_configs"] as const satisfies (keyof Review)[];

export function reviewOf(actions: readonly ReviewedAction[]): Review {
  const configs = actions.map(({ name, allowed, argsSchema }) => ({
    ...{ actionName: name, action_name: name, allowedDecisions: allowed, allowed_decisions: allowed },
    ...(argsSchema && { argsSchema, args_schema: argsSchema }),
  }));
  const requests = actions.map(({ name, args, description }) => ({ name, args, description }));
  return {
    actionRequests: requests,
    // Agent Inbox reads the older name of the arguments
    action_requests: requests.map((request) => ({ ...request, arguments: request.args })),
    reviewConfigs: configs,
    review_configs: configs,
  };
}

/** What inboxes send of an edited call: texts. A field that was shown as something else is read as JSON. */
export function readEdited(shown: unknown, edited: unknown): unknown {
  if (typeof edited !== "string" || typeof shown === "string" || shown === undefined) return edited;
  try {
    return JSON.parse(edited);
  } catch {
    return edited;
  }
}

/** The fields of an edited call, as their inbox meant them. */
export const readEditedArgs = (shown: Readonly<Record<string, unknown>>, edited: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(edited).map(([name, value]) => [name, readEdited(shown[name], value)]));

/** One entry of an answer, from any inbox: its word, and what belongs to it. */
export interface InboxEntry {
  readonly word: string;
  readonly message?: string | undefined;
  readonly edited?: unknown;
}

/** `{ decisions: [{ type }] }` of LangChain, or Agent Inbox's `[{ type, args }]`; undefined: the answer has another form. */
export function inboxEntries(answer: unknown): InboxEntry[] | undefined {
  const given = isRecord(answer) && Object.keys(answer).length === 1 ? answer.decisions : answer;
  if (!Array.isArray(given) || !given.every(isTyped)) return undefined;
  return given.map(({ type, args, message, editedAction, edited_action }) => {
    const text = message ?? (typeof args === "string" ? args : undefined);
    // an empty box is no message
    return {
      word: type,
      message: typeof text === "string" && text !== "" ? text : undefined,
      edited: editedAction ?? edited_action ?? asAction(args),
    };
  });
}

type Typed = Readonly<Record<string, unknown>> & { readonly type: string };
const isTyped = (entry: unknown): entry is Typed => isRecord(entry) && typeof entry.type === "string";

/** Agent Inbox names the action differently. */
const asAction = (args: unknown): unknown => (isRecord(args) && "action" in args ? { name: args.action, args: args.args } : undefined);
