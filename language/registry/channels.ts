/** Channels of the state and the TypeScript values that they hold. A bare zod schema is a channel that the last write replaces. */
import { z } from "zod";
import type { ChannelDef, ListChannel, MessagesChannel, ReducedChannel, TrimMessages } from "./entries.ts";

/** A message as LangGraph's message list keeps it: the part that a graph can rely on. */
export interface Message {
  readonly id?: string | undefined;
  readonly content: unknown;
}

/**
 * A channel that appends: a node writes an item or items, and every reader gets the whole list.
 * @example
 * setup({ state: { notes: list(z.string()) } });
 */
export const list = <V>(item: z.ZodType<V>): ListChannel<V> => ({ list: item });

/**
 * LangGraph's message list: messages are appended, and a message with a known id replaces the old one. `trim` keeps at least
 * that much of its end, and cuts only before a person's message.
 * @example
 * setup({ state: { messages: messages({ trim: { last: 20 } }) } });
 */
export const messages = ({ trim }: { readonly trim?: TrimMessages } = {}): MessagesChannel => ({ messages: true, ...(trim && { trim }) });

/**
 * A channel with its own reducer. `initial` is a JSON value.
 * @example
 * setup({ state: { spentCents: channel(z.number(), { reduce: (a, b) => a + b, initial: 0 }) } });
 */
export const channel = <V>(schema: z.ZodType<V>, { reduce, initial }: Omit<ReducedChannel<V>, "schema">): ReducedChannel<V> => ({
  schema,
  reduce,
  initial,
});

/** What reading the channel yields. */
export type ValueOf<C> =
  C extends ListChannel<infer V>
    ? V[]
    : C extends MessagesChannel
      ? Message[]
      : C extends ReducedChannel<infer V>
        ? V
        : C extends z.ZodType
          ? z.output<C>
          : never;
/** What may be written to the channel. */
export type UpdateOf<C> = C extends ListChannel<infer V> ? V | V[] : C extends MessagesChannel ? Message | Message[] | string : ValueOf<C>;

/** Whether the channel holds a value that nobody wrote: lists, reducers, and a schema with a default. */
export function startsWithValue(definition: ChannelDef): boolean {
  if ("list" in definition || "messages" in definition || "reduce" in definition) return true;
  return definition._zod.optin === "defaulted";
}

export type ChannelBehaviour = "replace" | "list" | "messages" | "reduce";

/** How two writes to the channel merge. */
export function behaviourOf(definition: ChannelDef): ChannelBehaviour {
  if ("list" in definition) return "list";
  if ("messages" in definition) return "messages";
  return "reduce" in definition ? "reduce" : "replace";
}

/** What one write to the channel must look like. A conversation takes what LangGraph takes for a message. */
export function updateTypeOf(definition: ChannelDef): z.ZodType | undefined {
  if ("list" in definition) return z.union([definition.list, z.array(definition.list)]);
  if ("messages" in definition) return undefined;
  return "reduce" in definition ? definition.schema : definition;
}
