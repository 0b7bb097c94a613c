/** What of the wanted values a step must write, and what must be written before it. */
import { behaviourOf } from "../../language/registry/channels.ts";
import type { Registry } from "../../language/registry/registry.ts";
import { namedIn } from "../../language/rules/references.ts";
import { type Edge, mayWrite } from "../../language/terms/edge.ts";
import { CannotForce } from "./not-forced.ts";
import { NOTHING, SOME_ITEM, type Wanted } from "./wanted.ts";

export interface Divided {
  readonly here: readonly Wanted[];
  readonly before: readonly Wanted[];
}

export function divided(registry: Registry, edge: Edge | undefined, wants: readonly Wanted[]): Divided {
  const parts = wants.map((want) => divide(registry, edge, want));
  return { here: parts.flatMap(({ here }) => here), before: parts.flatMap(({ before }) => before) };
}

function divide(registry: Registry, edge: Edge | undefined, want: Wanted): Divided {
  const [channel, ...inside] = want.at;
  if (!edge || !mayWrite(edge).includes(channel)) return { here: [], before: [want] };
  // who writes a list without a wish writes an item
  if (want.value === SOME_ITEM) return { here: [], before: [] };
  const isCertain = edge.writes.includes(channel);
  if (edge.clears?.includes(channel)) return { here: [want], before: [] };
  // what may write nothing must do so, and there must have been nothing before
  if (want.value === NOTHING && inside.length === 0 && !isCertain) return { here: [want], before: [want] };
  return isAppended(registry, want) && isCertain ? { here: [], before: [withoutOne(want)] } : { here: [want], before: [] };
}

/** A list of a certain length in a channel that appends: every write adds to it. */
function isAppended({ state }: Registry, { at: [channel, ...inside], value }: Wanted): boolean {
  const definition = namedIn(state, channel);
  const behaviour = definition && behaviourOf(definition);
  return (behaviour === "list" || behaviour === "messages") && inside.length === 0 && Array.isArray(value);
}

/** Samples of what is appended are one item. */
function withoutOne(want: Wanted): Wanted {
  if (!Array.isArray(want.value) || want.value.length === 0) throw new CannotForce("value-not-written");
  return { ...want, value: want.value.slice(1) };
}
