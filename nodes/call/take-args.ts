/** Takes a node's arguments from the channels that it names: code never sees the whole state. */

import type { z } from "zod";
import { SignalboxError } from "../../language/issues/errors.ts";
import { isRecord } from "../../language/schema/is-record.ts";
import { readValue } from "../../language/schema/sides/read-value.ts";
import { parseSource } from "../../language/terms/source.ts";
import type { Call } from "./kind.ts";

/** `sources` is argument ← channel, or argument ← `channel.field`. */
export async function takeArgs<A>(call: Call, schema: z.ZodType<A>, sources: Readonly<Record<string, string>> = {}): Promise<A> {
  const taken: Record<string, unknown> = {};
  for (const [argument, source] of Object.entries(sources)) {
    const value = valueAt(call.state, source);
    if (value !== undefined) taken[argument] = value;
  }
  const parsed = await readValue(schema, taken);
  if (parsed.success) return parsed.data;
  const [first] = parsed.error.issues;
  const argument = String(first?.path[0] ?? "");
  const source = sources[argument] ?? argument;
  const field = first?.path.slice(1).map(String).join(".") ?? "";
  const misfit = `${field === "" ? "" : `its field "${field}" does not fit: `}${first?.message ?? "it does not fit"}`;
  const why = taken[argument] === undefined ? "it is empty" : misfit;
  throw new SignalboxError(
    "INVALID_ARGUMENT",
    `node "${call.name}" takes "${argument}" from channel "${source}", and ${why}. Write it on every path that leads here.`,
    {
      node: call.name,
      argument,
      channel: source,
    },
  );
}

/** The value of a channel, or of one field of it (`order.id`). */
export function valueAt(state: Readonly<Record<string, unknown>>, source: string): unknown {
  const { channel, field } = parseSource(source) ?? { channel: source };
  const value = state[channel];
  if (field === undefined) return value;
  return isRecord(value) ? value[field] : undefined;
}

/** The time that a source holds, as ISO 8601 in UTC. A declared graph writes it before; an edit of the state need not. */
export function timeAt({ name, state }: Pick<Call, "name" | "state">, source: string): string {
  const value = valueAt(state, source);
  const ms = typeof value === "string" ? Date.parse(value) : Number.NaN;
  if (!Number.isNaN(ms)) return new Date(ms).toISOString();
  const why = value === undefined ? "it is empty" : `it holds ${JSON.stringify(value)}, which is not a date and time`;
  const message = `node "${name}" takes a time from "${source}", and ${why}. Write it on every path that leads here.`;
  throw new SignalboxError("INVALID_ARGUMENT", message, { node: name, channel: source });
}
