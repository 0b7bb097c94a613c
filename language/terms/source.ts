/** Where an argument comes from: a channel ("order"), or one field of it ("order.id"). A name, not an expression. */

export interface Source {
  readonly channel: string;
  readonly field?: string;
}

/** `undefined` when the text has more than two parts. */
export function parseSource(source: string): Source | undefined {
  const [channel = "", field, ...rest] = source.split(".");
  if (rest.length > 0) return undefined;
  return field === undefined ? { channel } : { channel, field };
}

export const channelOf = (source: string): string => source.split(".", 1)[0] ?? source;

/** The channels behind the sources of arguments, in their order. */
export const channelsBehind = (sources: Readonly<Record<string, string>>): string[] => Object.values(sources).map(channelOf);
