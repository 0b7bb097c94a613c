/** How many steps a turn must be allowed so that it takes a walk: so few that its budget is spent where the walk says so, or more than are declared. */
import type { NormalGraph } from "../../language/graph/normal-graph.ts";
import type { Forced } from "../forcing/forced.ts";
import { CannotForce } from "../forcing/not-forced.ts";
import type { Walk } from "./walk.ts";

/** More than any walk takes. */
const PLENTY = 10_000;

/** None where the declared budget allows the walk. `isSpentOtherwise`: by what its steps use. */
export function stepsAllowed(graph: NormalGraph, walk: Walk, steps: readonly Forced[], isSpentOtherwise = false): readonly number[] {
  const at = walk.findIndex(({ label }) => label === "budget");
  const before = at < 0 ? walk : walk.slice(0, at);
  const taken = before.reduce((sum, _, index) => sum + 1 + (steps[index]?.inside ?? 0), 0);
  if (at >= 0 && !isSpentOtherwise) {
    if (taken === 0) throw new CannotForce("budget-not-spent", walk[at]);
    if (Number.isNaN(taken)) throw new CannotForce("budget-not-spent", before[steps.findIndex(({ inside }) => Number.isNaN(inside))]);
    return [taken];
  }
  const declared = Object.values(graph.nodes).find(({ budget }) => budget !== undefined)?.budget?.steps;
  if (declared === undefined || taken < declared) return [];
  return [Number.isNaN(taken) ? PLENTY : taken + 1];
}
