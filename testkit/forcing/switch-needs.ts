/** What the channel of a router on data must hold, so that it answers a label: at a limit, exactly the limit or one more. */
import type { NormalSwitch } from "../../language/graph/normal-graph.ts";
import type { Registry } from "../../language/registry/registry.ts";
import { namedIn } from "../../language/rules/references.ts";
import { acceptsValue } from "../../language/schema/accepts-value.ts";
import { fieldsOf, itemsOf, sourceSchema } from "../../language/schema/json-schema.ts";
import { channelOf, parseSource } from "../../language/terms/source.ts";
import { sampleAt } from "./sample.ts";
import { ANYTHING, NOTHING, placeOf, type Wanted } from "./wanted.ts";

export function neededFor(registry: Registry, node: NormalSwitch, label: string): Wanted[] {
  const { on, by, above = 0, nothing } = node;
  if (label === nothing && by !== "items" && by !== "above") return absent(registry, on);
  const at = (value: unknown): Wanted[] => [...around(registry, on), { at: placeOf(on), value }];
  const anything = (): Wanted[] => [...around(registry, on), { at: placeOf(on), value: ANYTHING, orElse: sampleAt(registry, on) }];
  switch (by) {
    case "value":
      return at(label);
    case "truth":
      return at(label === "yes");
    case "items":
      return label === "some" ? anything() : at([]);
    case "presence":
      return anything();
    case "above":
      // what is added up along a way is not chosen by one writer
      if (label === "within" && startsWithin(registry, on, above)) return [];
      if (label === "absent") return absent(registry, on);
      return at(itemsOf(schemaAt(registry, on)) ? items(registry, on, limitOf(above, label)) : limitOf(above, label));
  }
}

const limitOf = (above: number, label: string): number => (label === "above" ? above + 1 : above);

function items(registry: Registry, on: string, count: number): unknown[] {
  const sample = sampleAt(registry, on);
  const [item] = Array.isArray(sample) ? sample : [];
  return Array.from({ length: Math.max(0, Math.floor(count)) }, () => item);
}

const schemaAt = (registry: Registry, source: string) => sourceSchema(registry, source)?.schema ?? {};

/** The whole channel, for one field of it. */
function around(registry: Registry, on: string): Wanted[] {
  const channel = channelOf(on);
  return channel === on ? [] : [{ at: [channel], value: ANYTHING, orElse: sampleAt(registry, channel) }];
}

/** A field that may be missing is left out; where it may not, its channel must hold nothing. */
function absent(registry: Registry, on: string): Wanted[] {
  const { channel = on, field } = parseSource(on) ?? {};
  const schema = schemaAt(registry, on);
  if (acceptsValue(null, schema, schema)) return [...around(registry, on), { at: placeOf(on), value: null }];
  if (field === undefined || fieldsOf(schemaAt(registry, channel)).get(field)?.required !== false)
    return [{ at: [channel], value: NOTHING }];
  return [...around(registry, on), { at: placeOf(on), value: NOTHING }];
}

function startsWithin({ state }: Registry, on: string, above: number): boolean {
  const definition = namedIn(state, on);
  return definition !== undefined && "reduce" in definition && typeof definition.initial === "number" && definition.initial <= above;
}
