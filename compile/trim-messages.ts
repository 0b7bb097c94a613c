/** Keeps the end of a conversation: at least what its channel asks for, cut only before a person's message. */
import { type BaseMessage, isAIMessage, isToolMessage } from "@langchain/core/messages";
import type { TrimMessages } from "../language/registry/registry.ts";

/** Of texts and of the arguments of calls; the same for all models. */
const CHARACTERS_PER_TOKEN = 4;

/**
 * A call stays with its results, also with one that has not come yet, and nothing begins with an assistant. System messages at
 * the beginning are no part of the conversation: they stay, and do not count.
 */
export function trimMessages(messages: BaseMessage[], trim: TrimMessages): BaseMessage[] {
  const begin = messages.findIndex((message) => message.type !== "system");
  const said = messages.slice(Math.max(begin, 0));
  const cut = cutOf(said, trim);
  return cut === 0 ? messages : [...messages.slice(0, begin), ...said.slice(cut)];
}

/** The last message of a person from which on enough is left, without a call before it that waits for its result. */
function cutOf(said: readonly BaseMessage[], trim: TrimMessages): number {
  const open = new Set<string>();
  const sizes = said.map(trim.last === undefined ? charactersOf : () => 1);
  const wanted = trim.last === undefined ? trim.tokens * CHARACTERS_PER_TOKEN : trim.last;
  let left = sizes.reduce((sum, size) => sum + size, 0);
  let cut = 0;
  for (const [index, message] of said.entries()) {
    if (left < wanted) return cut;
    if (message.type === "human" && open.size === 0) cut = index;
    if (isAIMessage(message)) for (const { id } of message.tool_calls ?? []) if (id !== undefined) open.add(id);
    if (isToolMessage(message)) open.delete(message.tool_call_id);
    left -= sizes[index] ?? 0;
  }
  return cut;
}

function charactersOf(message: BaseMessage): number {
  const calls = isAIMessage(message) ? (message.tool_calls ?? []) : [];
  return message.text.length + calls.reduce((sum, { name, args }) => sum + name.length + JSON.stringify(args).length, 0);
}
