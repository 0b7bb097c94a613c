/** Where an output goes, in one form: the whole of it into a channel, or field by field. What is missing in an output leaves its channel as it was. */
export type Writes =
  | { readonly whole: string; readonly maybe?: true }
  | {
      readonly fields: Readonly<Record<string, string>>;
      /** Channels whose field may be missing. */
      readonly maybe?: readonly string[];
    };

export function normalWrites(writes: string | Readonly<Record<string, string>>): Writes {
  return typeof writes === "string" ? { whole: writes } : { fields: writes };
}

/** The channels that a node's output may reach. */
export function channelsOf(writes: Writes | undefined): string[] {
  if (!writes) return [];
  return "whole" in writes ? [writes.whole] : Object.keys(writes.fields);
}

/** Those of them that it reaches always, and those that it may miss. */
export function reachOf(writes: Writes | undefined): { readonly writes: string[]; readonly maybe: string[] } {
  const all = channelsOf(writes);
  const maybe = writes?.maybe === true ? all : (writes?.maybe ?? []);
  return { writes: all.filter((channel) => !maybe.includes(channel)), maybe: [...maybe] };
}
