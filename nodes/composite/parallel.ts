/** A parallel node: one vertex for each branch, all in one super-step, and a join that runs once. The join takes the edge of the first branch that left early. */

import { edgesOf } from "../../language/graph/edges-of.ts";
import type { NormalParallel } from "../../language/kinds/parallel/parallel.ts";
import { branchLabel } from "../../language/terms/labels.ts";
import { bodyKey, bodyName } from "../../language/terms/visit-name.ts";
import { Cancelled } from "../attempts/failures.ts";
import { failed } from "../attempts/run-attempts.ts";
import { budgetLeft } from "../call/budget.ts";
import { leavesEarly, PATH, REPORTS } from "../call/internal-channels.ts";
import type { Call, Outcome, RunPlain, Vertex } from "../call/kind.ts";
import { errorOf, runBranch } from "./branch.ts";

export function expandParallel(name: string, node: NormalParallel, run: RunPlain): readonly Vertex[] {
  const edges = edgesOf(node);
  const join = `${name}.join`;
  const branches = Object.entries(node.branches).map(
    ([branch, body]): Vertex => ({
      name: bodyName(name, branch),
      speaksFor: bodyName(name, branch),
      node: body,
      isEntry: false,
      edges: [],
      join,
      run: (call) => {
        const left = budgetLeft(node.budget, call.state[PATH] ?? []);
        return runBranch(call, { owner: name, name: bodyName(name, branch), body, run, left });
      },
    }),
  );
  const fork = branches.map(({ name: vertex }) => ({ vertex }));
  return [
    { name, speaksFor: name, node, isEntry: true, edges, forks: branches.map((branch) => branch.name), run: async () => ({ fork }) },
    ...branches,
    { name: join, speaksFor: name, node, isEntry: false, edges, run: async (call) => joinBranches(call, name, node) },
  ];
}

function joinBranches(call: Call, name: string, node: NormalParallel): Outcome {
  const reports = call.state[REPORTS] ?? [];
  const order = Object.keys(node.branches).map((branch) => bodyName(name, branch));
  const sorted = [...reports].sort((a, b) => order.indexOf(a.branch) - order.indexOf(b.branch));
  const left = sorted.find(leavesEarly);
  if (left) return { label: branchLabel(bodyKey(name, left.branch), left.label) };
  if (sorted.some(({ cancelled }) => cancelled)) throw new Cancelled();
  const broken = sorted.find((report) => report.failed !== undefined);
  if (broken?.failed) return failed(call, errorOf(broken.failed));
  return { label: sorted.some(({ isOver }) => isOver) ? "budget" : "next" };
}
