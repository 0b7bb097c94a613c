/** A path besides those for the edges: what it cannot force is left out, because its edges are reported on their own. */
import { CannotForce } from "../forcing/not-forced.ts";
import type { EnumerationContext } from "./enumeration.ts";
import type { EnumeratedPath } from "./path-for-each-edge.ts";
import { type Plan, scenarioOf } from "./scenario-of.ts";
import { onAnyWalk } from "./walk.ts";

/** None where no walk leads there, or none that can be forced. */
export function extraPath(
  context: EnumerationContext,
  name: string,
  plan: (within: EnumerationContext) => Plan | undefined,
): EnumeratedPath[] {
  const { normal, registry, allows } = context;
  try {
    const forced = onAnyWalk(
      (those) => plan({ ...context, allows: those }),
      (found) => ({ name, steps: found.walk, scenario: scenarioOf(normal, registry, found) }),
      allows,
    );
    return [forced];
  } catch (error) {
    if (error instanceof CannotForce) return [];
    throw error;
  }
}
