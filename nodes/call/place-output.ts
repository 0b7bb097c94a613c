/** Places an output, or a form, into the channels that the declaration names. */
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
