/** Where an output goes, in one form: the whole of it into a channel, or field by field. */
export type Writes = { readonly whole: string } | { readonly fields: Readonly<Record<string, string>> };

export function normalWrites(writes: string | Readonly<Record<string, string>>): Writes {
  return typeof writes === "string" ? { whole: writes } : { fields: writes };
}

/** The channels that a node's output reaches. */
export function channelsOf(writes: Writes | undefined): string[] {
  if (!writes) return [];
  return "whole" in writes ? [writes.whole] : Object.keys(writes.fields);
}
