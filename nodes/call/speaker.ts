/** Whose words a graph writes into a conversation: a person's form is the person's, everything else is the assistant's. LangGraph would take every bare text for a person's. */
import { AIMessage } from "@langchain/core/messages";
import { kindOf, type NormalNode } from "../../language/kinds/all.ts";
import { behaviourOf } from "../../language/registry/channels.ts";
import type { Registry } from "../../language/registry/registry.ts";
import { namedIn } from "../../language/rules/references.ts";
import { isRecord } from "../../language/schema/is-record.ts";

type Update = Readonly<Record<string, unknown>>;

/** The node's writes, in which every message says whose it is. */
export const saidBy = (node: NormalNode, registry: Registry, writes: Update): Update =>
  kindOf(node).waitsForPerson ? mapConversations(registry, writes, asPerson) : saidByAssistant(registry, writes);

export const saidByAssistant = (registry: Registry, writes: Update): Update => mapConversations(registry, writes, asAssistant);

/** Maps each message that is written into a conversation. */
export function mapConversations(registry: Registry, writes: Update, said: (message: unknown) => unknown): Record<string, unknown> {
  return mapConversationWrites(registry, writes, (value) => (Array.isArray(value) ? value.map(said) : said(value)));
}

/** Maps all that is written into a conversation at once. */
export function mapConversationWrites({ state }: Registry, writes: Update, said: (value: unknown) => unknown): Record<string, unknown> {
  const isConversation = (channel: string) => {
    const definition = namedIn(state, channel);
    return definition !== undefined && behaviourOf(definition) === "messages";
  };
  return Object.fromEntries(Object.entries(writes).map(([channel, value]) => [channel, isConversation(channel) ? said(value) : value]));
}

function asAssistant(message: unknown): unknown {
  if (typeof message === "string") return new AIMessage(message);
  return isNobodys(message) ? { role: "assistant", ...message } : message;
}

const asPerson = (message: unknown): unknown => (isNobodys(message) ? { role: "user", ...message } : message);

/** A message as plain data that does not say whose it is. */
const isNobodys = (message: unknown): message is Record<string, unknown> =>
  isRecord(message) && "content" in message && !["role", "type", "lc", "getType"].some((key) => key in message);
