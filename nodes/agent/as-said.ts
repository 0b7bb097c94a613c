/** What an agent says in words is the assistant's message: LangGraph would take a bare text for a person's. */
import { AIMessage } from "@langchain/core/messages";
import type { Registry } from "../../language/registry/registry.ts";

export function toAssistantMessage({ state }: Registry, writes: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const isConversation = (channel: string) => Object.hasOwn(state, channel) && "messages" in (state[channel] ?? {});
  return Object.fromEntries(
    Object.entries(writes).map(([channel, value]) => [
      channel,
      typeof value === "string" && isConversation(channel) ? new AIMessage(value) : value,
    ]),
  );
}
