/** Each nodes for the test kit: all items share one script, under the node's own name. */
import { z } from "zod";
import type { NormalEach } from "../../language/graph/normal-graph.ts";
import { bodyEdges } from "../../language/kinds/body/body.ts";
import type { EachData } from "../../language/kinds/each/each-node.ts";
import { FAILURES } from "../../language/terms/labels.ts";
import { allOf, type Forced, nothing, refusedWrites, type Site } from "../forcing/forced.ts";
import { CannotForce, firstPossible } from "../forcing/not-forced.ts";
import { sampleOf } from "../forcing/sample.ts";
import { ANYTHING, placeOf, SOME_ITEM, type Wanted } from "../forcing/wanted.ts";
import type { Forcing, KindKit, ToAnswer, ToFail } from "./kind-kit.ts";

export const eachKit: KindKit<EachData, NormalEach> = {
  runsAlone: false,
  spendsTokens: false,
  answer,
  fail,
  isScripted: () => false,
  tries: () => [],
  bodyScript: (name) => name,
  mapBodies: (node, name, map) => ({ ...node, do: map(node.do, name) }),
};

function answer({ site, node, label, way, wants, forcing }: ToAnswer<NormalEach>): Forced {
  if (label !== "next") refuseCollected(node, wants);
  if (label !== "next") return way ? leadsThere(site, node, { label: way[1], forcing }) : firstPossible(failures(site, node, forcing));
  if (wants.some(isNoItems)) return withoutItems(node, wants);
  const inside = wants.flatMap((want) => wantInside(node, want));
  const item = forcing.answer(site, node.do, { label: way?.[1] ?? forcing.joining(node.do), wants: inside });
  const whole = { ...item, inside: node.threads === "own" ? Number.NaN : item.inside + itemsOf(site, node) };
  return way || inside.length > 0 ? ofAnItem(node, whole) : outside(node, whole);
}

/** Samples of lists have one item where the schema permits it. */
function itemsOf({ registry }: Site, { over }: NormalEach): number {
  const channel = registry.state[over];
  const list = channel && channel instanceof z.ZodType ? sampleOf(channel) : undefined;
  return Array.isArray(list) ? list.length : 1;
}

const itemFails = (site: Site, node: NormalEach, forcing: Forcing): Forced =>
  ofAnItem(node, forcing.failure({ ...site, isThread: node.threads === "own" }, node.do));

/** An item that fails, or one that leads there. */
const failures = (site: Site, node: NormalEach, forcing: Forcing): (() => Forced)[] => [
  () => itemFails(site, node, forcing),
  ...bodyEdges(node.do)
    .filter(({ target }) => target === FAILURES)
    .map(
      ({ label }) =>
        () =>
          leadsThere(site, node, { label, forcing }),
    ),
];

const leadsThere = (site: Site, node: NormalEach, { label, forcing }: { label: string; forcing: Forcing }): Forced => ({
  ...ofAnItem(node, forcing.answer(site, node.do, { label })),
  inside: Number.NaN,
});

/** Where failed items are listed, only the list itself can still fail. */
function fail({ site, node, forcing }: ToFail<NormalEach>): Forced {
  if (!node.failures) return itemFails(site, node, forcing);
  const list = { ...site, name: node.threads === "own" ? site.name : `${site.name}.join` };
  const collects = () => outside(node, forcing.answer(site, node.do, { label: forcing.joining(node.do) }));
  const items = Object.keys(node.collect).length > 0 ? [collects, ...failures(site, node, forcing)] : failures(site, node, forcing);
  return allOf([firstPossible(items), refusedWrites(list)]);
}

/** The one item fails, so that nothing is collected: what wants something of it takes another way. */
function refuseCollected({ failures }: NormalEach, wants: readonly Wanted[]): void {
  const want = wants.find((one) => !isNoItems(one) && one.at[0] !== failures?.collect);
  if (want) throw new CannotForce("value-not-written", want.by);
}

/** What is collected of no items is empty. */
function withoutItems({ over }: NormalEach, wants: readonly Wanted[]): Forced {
  if (!wants.every(isNoItems)) throw new CannotForce("value-not-written");
  return { ...nothing, needs: [{ at: [over], value: [] }] };
}

const isNoItems = ({ at: [, ...inside], value }: Wanted): boolean => inside.length === 0 && Array.isArray(value) && value.length === 0;

/** A collected list holds what its items wrote: of one item at least. */
function wantInside({ collect }: NormalEach, { at: [list, index, ...rest], ...want }: Wanted): Wanted[] {
  const source = collect[list];
  if (source !== undefined && index === undefined && want.value === ANYTHING) return [];
  if (source === undefined || index !== 0) throw new CannotForce("value-not-written");
  const [channel, ...inside] = placeOf(source);
  return [{ ...want, at: [channel, ...inside, ...rest] }];
}

/** There must be one. */
function ofAnItem(node: NormalEach, forced: Forced): Forced {
  const { needs, ...rest } = outside(node, forced);
  return { ...rest, needs: [...needs, { at: [node.over], value: SOME_ITEM }] };
}

/** What an item must be is what the list must hold. */
const outside = ({ as, over }: NormalEach, forced: Forced): Forced => ({
  ...forced,
  needs: forced.needs.map(({ at: [channel, ...inside], ...want }) => ({
    ...want,
    at: channel === as ? [over, 0, ...inside] : [channel, ...inside],
  })),
});
