/** Places an output, or a form, into the channels that the declaration names. */
import { AIMessage } from "@langchain/core/messages";
import type { Registry } from "../../language/registry/registry.ts";
import { isRecord } from "../../language/schema/is-record.ts";
import type { Writes } from "../../language/terms/writes.ts";

export function placeOutput(writes: Writes | undefined, output: unknown): Record<string, unknown> {
  if (writes === undefined || output === undefined) return {};
  if ("whole" in writes) return { [writes.whole]: output };
  const fields = isRecord(output) ? output : {};
  return Object.fromEntries(
    Object.entries(writes.fields)
      .map(([channel, field]) => [channel, fields[field]] as const)
      .filter(([, value]) => value !== undefined),
  );
}

/** A text for a message list is the assistant's message: LangGraph would take a bare text for a person's. */
export function toAssistantMessage({ state }: Registry, writes: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const isConversation = (channel: string) => Object.hasOwn(state, channel) && "messages" in (state[channel] ?? {});
  return Object.fromEntries(
    Object.entries(writes).map(([channel, value]) => [
      channel,
      typeof value === "string" && isConversation(channel) ? new AIMessage(value) : value,
    ]),
  );
}
