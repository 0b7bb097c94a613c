/** A value that a channel must hold further on in a path: whoever writes the channel last before that must write it. */
import type { Writes } from "../../language/terms/writes.ts";
import { CannotForce, type Obstacle } from "./not-forced.ts";

/** A channel, then the way inside its value. */
export type Place = readonly [channel: string, ...inside: (string | number)[]];

/** Any value will do, but there must be one. */
export const ANYTHING: unique symbol = Symbol("anything");

export interface Wanted {
  readonly at: Place;
  readonly value: unknown;
  /** The step that needs it. */
  readonly by?: Obstacle;
}

/** A place named as the language names sources: `channel` or `channel.field`. */
export function placeOf(source: string): Place {
  const [channel = source, ...inside] = source.split(".");
  return [channel, ...inside];
}

/** The value with `leaf` at a way inside it. */
export function placed(value: unknown, [key, ...rest]: readonly (string | number)[], leaf: unknown): unknown {
  if (leaf === ANYTHING) return value;
  if (key === undefined) return leaf;
  if (typeof key === "number") {
    const items: unknown[] = Array.isArray(value) ? [...value] : [];
    items[key] = placed(items[key], rest, leaf);
    return items;
  }
  const fields: Record<string, unknown> = typeof value === "object" && value !== null ? { ...value } : {};
  return { ...fields, [key]: placed(fields[key], rest, leaf) };
}

/** An output, or a form, with the values that its channels must hold. */
export function giving(output: unknown, writes: Writes | undefined, wants: readonly Wanted[]): unknown {
  return wants.reduce((given, { at: [channel, ...inside], value }) => placed(given, [...wayTo(writes, channel), ...inside], value), output);
}

function wayTo(writes: Writes | undefined, channel: string): readonly string[] {
  if (writes && "whole" in writes && writes.whole === channel) return [];
  const field = writes && "fields" in writes ? writes.fields[channel] : undefined;
  if (field === undefined) throw new CannotForce("value-not-written");
  return [field];
}

/** One channel cannot hold two values at once. */
export function agreed(wants: readonly Wanted[]): readonly Wanted[] {
  const known = new Map<string, unknown>();
  for (const { at, value, by } of wants) {
    if (value === ANYTHING) continue;
    const key = JSON.stringify(at);
    if (known.has(key) && known.get(key) !== value) throw new CannotForce("value-not-written", by);
    known.set(key, value);
  }
  return wants;
}
