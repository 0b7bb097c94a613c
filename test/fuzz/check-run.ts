/** What must hold of every run of an accepted declaration: only declared edges, a proper stop, no failure that was not provoked. */

import { edgesOf } from "../../language/graph/edges-of.ts";
import type { GraphData } from "../../language/graph/graph-data.ts";
import type { NormalGraph, NormalNode } from "../../language/graph/normal-graph.ts";
import { normalise } from "../../language/graph/normalise.ts";
import { bodyEdges } from "../../language/kinds/body/body.ts";
import type { Registry } from "../../language/registry/registry.ts";
import { registryOf } from "../../language/registry/registry-of.ts";
import type { Path } from "../../language/terms/step.ts";
import type { PathResult } from "../../testkit/index.ts";

export type Stop = "end" | "wait" | "asks" | "fails as provoked";

/** @returns how it stopped; throws when it must not have gone like that. */
export function checkRun(graph: GraphData, registry: Registry, result: PathResult): Stop {
  checkSteps(graph, registry, result.steps);
  for (const child of result.children) if (child.error) checkFailure(child.error);
  if (result.error) return checkFailure(result.error);
  if (result.waitsAt !== undefined) return "asks";
  const target = result.steps.at(-1)?.target ?? "nowhere";
  if (target === "wait" || target.startsWith("wait:")) return "wait";
  if (target === "end" || target.startsWith("end:")) return "end";
  throw new Error(`the run stopped before "${target}" as if it had ended`);
}

/** Every provoked failure is marked; a timeout is provoked by the declaration. */
function checkFailure(error: Error): Stop {
  const isProvoked = "code" in error && error.code === "NODE_FAILED" && /provoked \d|did not answer within/.test(error.message);
  if (!isProvoked) throw new Error(`an accepted declaration failed: ${error.name} ${error.message}`, { cause: error });
  return "fails as provoked";
}

function checkSteps(graph: GraphData, registry: Registry, steps: Path): void {
  const normal = normalise(graph, registry);
  for (const step of steps)
    if (!isDeclared(normal, registry, step)) throw new Error(`undeclared: ${step.node} -${step.label}-> ${step.target}`);
  const own = steps.filter(({ node }) => Object.hasOwn(normal.nodes, node));
  const entered = [normal.start, ...own.map(({ target }) => target)];
  own.forEach(({ node }, index) => {
    const from = entered[index] as string;
    const isNewTurn =
      from === "end" || from.startsWith("end:")
        ? node === normal.start
        : (from === "wait" && own[index - 1]?.node === node) || from === `wait:${node}`;
    if (from !== node && !isNewTurn) throw new Error(`the path led to "${from}", and "${node}" ran`);
  });
}

type Step = Pick<Path[number], "node" | "label" | "target">;

function isDeclared(normal: NormalGraph, registry: Registry, { node, label, target }: Step): boolean {
  const [own = "", ...inside] = node.split("/");
  const [name = "", branch] = own.split(/[.[]/);
  const declared = normal.nodes[name];
  if (!declared) return false;
  const body = branch === undefined ? undefined : bodyOf(declared, branch);
  if (inside.length > 0) return isDeclaredWithin(body ?? declared, registry, { node: inside.join("/"), label, target });
  if (!body) return edgesOf(declared).some((edge) => edge.label === label && edge.target === target);
  if (["failed", "cancelled", "lost"].includes(label) && target === "join") return true;
  return bodyEdges(body).some((edge) => edge.label === label && edge.target === target);
}

function bodyOf(node: NormalNode, branch: string) {
  if (node.kind === "each") return node.do;
  return node.kind === "parallel" ? node.branches[branch] : undefined;
}

function isDeclaredWithin(node: NormalNode, registry: Registry, step: Step): boolean {
  const child = node.kind === "subgraph" ? registry.graphs?.[node.graph] : undefined;
  if (!child || "graph" in child) return false;
  const inner = registryOf(child);
  return isDeclared(normalise(child, inner), inner, step);
}
