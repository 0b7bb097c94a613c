/** What existing front ends look for before they show a question: their conditions, in our words. Each returns what a person could click. */
import { isRecord } from "../../../language/schema/is-record.ts";

export interface Shown {
  readonly values: unknown;
  /** `{ id, value }`, as the API gives it. */
  readonly interrupt: unknown;
}

const valueIn = (interrupt: unknown): Record<string, unknown> => (isRecord(interrupt) && isRecord(interrupt.value) ? interrupt.value : {});
const recordsIn = (list: unknown): Record<string, unknown>[] => (Array.isArray(list) ? list.filter(isRecord) : []);
const messagesIn = ({ values }: Shown) => recordsIn(isRecord(values) ? values.messages : []);

/** Agent Chat UI: both lists filled, in snake_case throughout, below a last message that is the assistant's or a tool's, or where there is none of those. */
export function agentChatUi(shown: Shown): unknown {
  const { action_requests, review_configs } = valueIn(shown.interrupt);
  const [requests, configs] = [recordsIn(action_requests), recordsIn(review_configs)];
  const isComplete =
    requests.length > 0 &&
    configs.length > 0 &&
    requests.every(({ name, args }) => typeof name === "string" && isRecord(args)) &&
    configs.every(({ action_name, allowed_decisions }) => typeof action_name === "string" && Array.isArray(allowed_decisions));
  const messages = messagesIn(shown);
  const isSaid = ({ type }: Record<string, unknown>) => type === "ai" || type === "tool";
  const last = messages.at(-1);
  if (!isComplete || !(!messages.some(isSaid) || (last && isSaid(last)))) return undefined;
  const config = configs.find(({ action_name }) => action_name === requests[0]?.name);
  return config?.allowed_decisions;
}

/** Agent Inbox: the first request alone, whose arguments it reads under an older name, from the thread of a search. */
export function agentInbox(interrupt: unknown): unknown {
  const { action_requests, review_configs } = valueIn(interrupt);
  const [request] = recordsIn(action_requests);
  const [config] = recordsIn(review_configs);
  const allowed: unknown[] = Array.isArray(config?.allowed_decisions) ? config.allowed_decisions : [];
  return (
    request && {
      action: request.name,
      args: request.arguments,
      accepts: allowed.includes("approve"),
      edits: allowed.includes("edit"),
      responds: allowed.includes("reject"),
    }
  );
}

/** Deep Agents UI: at the call of the last message that has the request's name; configurations by their name in camelCase. */
export function deepAgentsUi(shown: Shown): unknown {
  const { action_requests, review_configs } = valueIn(shown.interrupt);
  const last = messagesIn(shown).findLast(({ type }) => type === "ai" || type === "human");
  const call = recordsIn(last?.tool_calls).find(({ name }) => recordsIn(action_requests).some((request) => request.name === name));
  const config = recordsIn(review_configs).find(({ actionName }) => actionName === call?.name);
  return call && (config?.allowedDecisions ?? ["approve", "reject", "edit"]);
}

/** assistant-ui: the first question of an `updates` event, or of the state's tasks after a reload. */
export const assistantUi = (updates: unknown): unknown => (isRecord(updates) ? recordsIn(updates.__interrupt__)[0]?.value : undefined);
