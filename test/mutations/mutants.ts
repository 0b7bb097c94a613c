/** Every change of one edge, threshold, retry, limit, bound, deadline, person or constant of a declaration. */
import { type GraphData, registryOf } from "../../language/index.ts";
import { rememberRegistry } from "../../language/registry-of.ts";
import { edgeMutants } from "./edge-mutants.ts";
import type { Mutant } from "./mutant.ts";
import { policyMutants } from "./policy-mutants.ts";

export function mutantsOf(graph: GraphData): Mutant[] {
  const known = new Set([JSON.stringify(graph)]);
  return [...edgeMutants(graph), ...policyMutants(graph)].filter((mutant) => {
    const text = JSON.stringify(mutant.graph);
    if (known.has(text)) return false;
    known.add(text);
    rememberRegistry(mutant.graph, registryOf(graph));
    return true;
  });
}
