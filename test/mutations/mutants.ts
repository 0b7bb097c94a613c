/** Every change of one edge, threshold, retry, limit, bound, deadline, person or constant of a declaration. */

import { normalise } from "../../language/graph/normalise.ts";
import { type GraphData, registryOf } from "../../language/index.ts";
import type { Registry } from "../../language/registry/registry.ts";
import { rememberRegistry } from "../../language/registry/registry-of.ts";
import { edgeMutants } from "./edge-mutants.ts";
import type { Mutant } from "./mutant.ts";
import { policyMutants } from "./policy-mutants.ts";

export function mutantsOf(graph: GraphData): Mutant[] {
  const registry = registryOf(graph);
  const known = new Set([meaningOf(graph, registry)]);
  return [...edgeMutants(graph), ...policyMutants(graph)].filter((mutant) => {
    const meaning = meaningOf(mutant.graph, registry);
    if (known.has(meaning)) return false;
    known.add(meaning);
    rememberRegistry(mutant.graph, registry);
    return true;
  });
}

/** Written out in full: a default spelled out is not a change. A graph that cannot be written out is invalid, and is compared as it is. */
function meaningOf(graph: GraphData, registry: Registry): string {
  try {
    return JSON.stringify(normalise(graph, registry));
  } catch {
    return JSON.stringify(graph);
  }
}
