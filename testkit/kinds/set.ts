/** Set nodes for the test kit: nothing of them is scripted. What their channels must hold, their sources must give. */
import type { NormalSet } from "../../language/graph/normal-graph.ts";
import { emptyLabel } from "../../language/kinds/set/operands.ts";
import type { SetData } from "../../language/kinds/set/set-node.ts";
import { nothing, type Site } from "../forcing/forced.ts";
import { CannotForce } from "../forcing/not-forced.ts";
import { sampleAt } from "../forcing/sample.ts";
import { neededFor } from "../forcing/set-sources.ts";
import { ANYTHING, placeOf, type Wanted } from "../forcing/wanted.ts";
import type { KindKit, ToAnswer } from "./kind-kit.ts";

export const setKit: KindKit<SetData, NormalSet> = {
  runsAlone: true,
  spendsTokens: false,
  answer: (to) => ({ ...nothing, needs: to.label === "next" ? needsOfNext(to) : needsOfEmpty(to) }),
  fail: () => {
    throw new CannotForce("cannot-fail");
  },
  isScripted: () => false,
  tries: () => [],
};

function needsOfNext({ site, node, wants }: ToAnswer<NormalSet>): Wanted[] {
  const needs = wants.flatMap((want) => {
    const operation = node.values[want.at[0]];
    return operation ? neededFor(site.registry, operation, want) : [];
  });
  return [...filledLists(site, node, Object.keys(node.values)), ...needs];
}

/** The lists are looked at in the order of their channels. */
function needsOfEmpty({ site, node, label }: ToAnswer<NormalSet>): Wanted[] {
  const channels = Object.keys(node.values);
  const at = channels.findIndex((channel) => emptyLabel(channel) === label);
  const operation = node.values[channels[at] ?? ""];
  if (!operation || !("first" in operation)) throw new CannotForce("no-way");
  return [...filledLists(site, node, channels.slice(0, at)), { at: placeOf(operation.first), value: [] }];
}

function filledLists({ registry }: Site, { values }: NormalSet, channels: readonly string[]): Wanted[] {
  return channels.flatMap((channel): Wanted[] => {
    const operation = values[channel];
    if (!operation || !("first" in operation)) return [];
    return [{ at: placeOf(operation.first), value: ANYTHING, orElse: sampleAt(registry, operation.first) }];
  });
}
