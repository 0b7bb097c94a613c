/** A value that a channel must hold further on in a path: whoever writes the channel last before that must write it. */

import { behaviourOf, startsWithValue } from "../../language/registry/channels.ts";
import type { ChannelDef } from "../../language/registry/registry.ts";
import { canonicalJson } from "../../language/schema/canonical-json.ts";
import type { Writes } from "../../language/terms/writes.ts";
import { CannotForce, type Obstacle } from "./not-forced.ts";

/** A channel, then the way inside its value. */
export type Place = readonly [channel: string, ...inside: (string | number)[]];

/** Any value will do, but there must be one. */
export const ANYTHING: unique symbol = Symbol("anything");
/** The list, whoever has written it, must not be wanted empty: an item of it runs. */
export const SOME_ITEM: unique symbol = Symbol("some item");
/** There must be no value. */
export const NOTHING: unique symbol = Symbol("nothing");

export interface Wanted {
  readonly at: Place;
  readonly value: unknown;
  /** Of ANYTHING: what is put there where nothing is. */
  readonly orElse?: unknown;
  /** The step that needs it. */
  readonly by?: Obstacle;
}

/** A place named as the language names sources: `channel` or `channel.field`. */
export function placeOf(source: string): Place {
  const [channel = source, ...inside] = source.split(".");
  return [channel, ...inside];
}

type Leaf = Pick<Wanted, "value" | "orElse">;

/** The value with what is wanted at a way inside it. */
export function placed(value: unknown, [key, ...rest]: readonly (string | number)[], leaf: Leaf): unknown {
  if (key === undefined) return leafOf(value, leaf);
  if (typeof key === "number") {
    const items: unknown[] = Array.isArray(value) ? [...value] : [];
    items[key] = placed(items[key], rest, leaf);
    return items;
  }
  const { [key]: before, ...fields }: Record<string, unknown> = typeof value === "object" && value !== null ? { ...value } : {};
  const inside = placed(before, rest, leaf);
  return inside === undefined ? fields : { ...fields, [key]: inside };
}

function leafOf(value: unknown, { value: wanted, orElse }: Leaf): unknown {
  if (wanted === NOTHING) return undefined;
  return wanted === ANYTHING ? (value ?? orElse) : wanted;
}

/** A value with all that is wanted inside it, each at the way that `wayTo` gives for its channel. */
export function withWanted(value: unknown, wants: readonly Wanted[], wayTo: (channel: string) => readonly string[]): unknown {
  const outerFirst = wants.toSorted((a, b) => a.at.length - b.at.length);
  return outerFirst.reduce((given, { at: [channel, ...inside], ...leaf }) => placed(given, [...wayTo(channel), ...inside], leaf), value);
}

/** Where an output, or a form, gives what a channel holds. */
export function wayInOutput(writes: Writes | undefined, channel: string): readonly string[] {
  if (writes && "whole" in writes && writes.whole === channel) return [];
  const field = writes && "fields" in writes ? writes.fields[channel] : undefined;
  if (field === undefined) throw new CannotForce("value-not-written");
  return [field];
}

/** One channel cannot hold two values at once. Where a certain value is wanted, any is no other wish. */
export function agreed(wants: readonly Wanted[]): readonly Wanted[] {
  const known = new Map<string, unknown>();
  for (const { at, value, by } of wants) {
    if (value === NOTHING && wants.some((other) => other.value !== NOTHING && isInside(other.at, at))) disagree(by);
    if (value === ANYTHING || value === NOTHING || value === SOME_ITEM) continue;
    const key = JSON.stringify(at);
    if (known.has(key) && canonicalJson(known.get(key)) !== canonicalJson(value)) disagree(by);
    known.set(key, value);
  }
  return wants.filter(({ at, value, by }) => {
    const key = JSON.stringify(at);
    if ((value !== ANYTHING && value !== SOME_ITEM) || !known.has(key)) return true;
    if (isNone(known.get(key))) disagree(by);
    return false;
  });
}

function disagree(by: Obstacle | undefined): never {
  throw new CannotForce("value-not-written", by);
}

const isNone = (value: unknown): boolean => value === null || (Array.isArray(value) && value.length === 0);
const isInside = (place: Place, outer: Place): boolean => outer.every((step, index) => step === place[index]);

/** Whether the channel is as wanted before anything has written it. */
export function isWantedAtFirst(definition: ChannelDef | undefined, { at, value }: Wanted): boolean {
  if (!definition || at.length > 1) return false;
  if (Array.isArray(value)) return value.length === 0 && (behaviourOf(definition) !== "reduce" || !startsWithValue(definition));
  return (value === NOTHING || value === null) && !startsWithValue(definition);
}
