/** Runs mutants of a graph against its generated path tests, as `testGraph` registers them: stops at the first path that differs. */
import pLimit from "p-limit";
import { type GraphData, registryOf } from "../../language/index.ts";
import { validate } from "../../language/validate/validate.ts";
import { type EnumeratedPath, enumeratePaths } from "../../testkit/enumerate/enumerate-paths.ts";
import { runPath } from "../../testkit/run-path.ts";
import { detailedText } from "../../testkit/text/path-lines.ts";
import type { Mutant } from "./mutant.ts";
import { mutantsOf } from "./mutants.ts";

export interface MutantResults {
  readonly graph: string;
  readonly mutants: number;
  /** Refused by the checker before any path ran. */
  readonly refused: number;
  /** By a path test. */
  readonly noticed: number;
  readonly unnoticed: readonly string[];
  readonly paths: number;
}

/** Several at once, because a changed graph may hold code until its real limit of time; few, because a busy process must not reach that. */
const atMostEight = pLimit(8);

type Expected = EnumeratedPath & { readonly text: string };

/** `chosen`: of the mutants, all by default. */
export async function testMutants(
  graph: GraphData,
  limit: number,
  chosen: (all: readonly Mutant[]) => readonly Mutant[] = (all) => all,
): Promise<MutantResults> {
  const expected: Expected[] = [];
  for (const path of enumeratePaths(graph, { limit }).paths)
    expected.push({ ...path, text: detailedText(await runPath(graph, path.scenario)) });
  const mutants = chosen(mutantsOf(graph));
  const accepted = mutants.filter((mutant) => !isRefused(mutant.graph));
  const noticed = await Promise.all(accepted.map((mutant) => atMostEight(() => isNoticed(mutant, expected))));
  const unnoticed = accepted.filter((_, index) => !noticed[index]).map(({ name }) => name);
  const refused = mutants.length - accepted.length;
  return {
    graph: graph.id,
    mutants: mutants.length,
    refused,
    noticed: accepted.length - unnoticed.length,
    unnoticed,
    paths: expected.length,
  };
}

const isRefused = (graph: GraphData): boolean => validate(registryOf(graph), graph).issues.some(({ severity }) => severity === "error");

async function isNoticed(mutant: Mutant, expected: readonly Expected[]): Promise<boolean> {
  for (const path of expected.toSorted((a, b) => nearness(b, mutant) - nearness(a, mutant)))
    if ((await textOf(mutant.graph, path)) !== path.text) return true;
  return false;
}

/** Paths that take the edge come first, then those that enter the node. */
function nearness({ steps }: EnumeratedPath, { node, label }: Mutant): number {
  const there = steps.filter((step) => node === undefined || step.node === node);
  return Number(there.length > 0) + 2 * Number(there.some((step) => step.label === label));
}

/** A path that cannot even run has failed its test. */
async function textOf(graph: GraphData, { scenario }: EnumeratedPath): Promise<string> {
  try {
    return detailedText(await runPath(graph, scenario));
  } catch (error) {
    return `cannot run: ${String(error)}`;
  }
}
