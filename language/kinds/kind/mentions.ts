/** Channels that a node mentions, as names of the registry's state. */
import type { Mention } from "./kind.ts";

/** The channels behind the sources of arguments: "order.id" reads "order". */
export function sourcesOf(args: Readonly<Record<string, string>>): string[] {
  return Object.values(args).map((source) => source.split(".")[0] as string);
}

export function channelMentions(channels: readonly string[]): Mention[] {
  return channels.map((name) => ({ group: "state", name }));
}
