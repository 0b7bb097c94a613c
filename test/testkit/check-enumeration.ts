/** Runs all generated paths of a graph and reports what is wrong with them: what testGraph would show as red, and edges that are neither taken nor explained. */
import { edgesOf, signalEdges } from "../../language/graph/edges-of.ts";
import type { GraphData } from "../../language/graph/graph-data.ts";
import { normalise } from "../../language/graph/normalise.ts";
import { registryOf } from "../../language/registry/registry-of.ts";
import { OUTSIDE } from "../../language/terms/visit-name.ts";
import { type EnumerateOptions, enumeratePaths, type NotForced, runPath } from "../../testkit/index.ts";

export interface CheckedEnumeration {
  readonly names: readonly string[];
  readonly notForced: readonly NotForced[];
  /** Paths that do not go as they were planned. */
  readonly wrong: readonly string[];
  /** Edges that no path takes and no reason explains. */
  readonly forgotten: readonly string[];
  /** Edges that a path takes although they are said not to be forced. */
  readonly both: readonly string[];
}

export async function checkEnumeration(graph: GraphData, options: EnumerateOptions = {}): Promise<CheckedEnumeration> {
  const { paths, notForced } = enumeratePaths(graph, options);
  const wrong: string[] = [];
  const taken = new Set<string>();
  for (const { name, steps, scenario } of paths) {
    const ran = await runPath(graph, scenario);
    const own = ran.steps.filter(({ node }) => Object.hasOwn(graph.nodes, node) || node === OUTSIDE);
    for (const { node, label } of own) taken.add(`${node} ${label}`);
    const text = (all: typeof steps) => all.map(({ node, label, target }) => `${node} -${label}-> ${target}`).join(", ");
    const isBroken = name.includes("fails with");
    if (text(own) !== text(steps) || (ran.error && !isBroken))
      wrong.push(`${name}: wanted ${text(steps)}; took ${ran.path.join(", ")}${ran.error ? ` (${ran.error.message})` : ""}`);
  }
  const reasons = new Set(notForced.map(({ node, label }) => `${node} ${label}`));
  const { own, inherited } = declared(graph);
  const forgottenOwn = own.filter((edge) => !taken.has(edge) && !reasons.has(edge));
  const isKnown = ({ nodes, label }: Inherited) => nodes.some((node) => taken.has(`${node} ${label}`) || reasons.has(`${node} ${label}`));
  return {
    names: paths.map(({ name }) => name),
    notForced,
    wrong,
    forgotten: [...forgottenOwn, ...inherited.filter((one) => !isKnown(one)).map(({ label }) => `* ${label}`)],
    both: [...taken].filter((edge) => reasons.has(edge)),
  };
}

interface Inherited {
  readonly nodes: readonly string[];
  readonly label: string;
}

/** An edge that nodes inherit counts once. */
function declared(graph: GraphData): { readonly own: readonly string[]; readonly inherited: readonly Inherited[] } {
  const normal = normalise(graph, registryOf(graph));
  const all = Object.entries(normal.nodes).flatMap(([node, data]) => edgesOf(data).map((edge) => ({ node, ...edge })));
  const groups = Map.groupBy(
    all.filter(({ inherited }) => inherited),
    ({ label }) => label,
  );
  return {
    own: [
      ...all.filter(({ inherited }) => !inherited).map(({ node, label }) => `${node} ${label}`),
      ...signalEdges(normal).map(({ label }) => `${OUTSIDE} ${label}`),
    ],
    inherited: [...groups].map(([label, edges]) => ({ label, nodes: edges.map(({ node }) => node) })),
  };
}

export const clean = { notForced: [], wrong: [], forgotten: [], both: [] };
