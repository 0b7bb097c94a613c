/** A parallel node: one vertex for each branch, all in one super-step, and a join that runs once. The join takes the edge of the first branch that left early, unless a quorum had joined before. */

import { edgesOf } from "../../language/graph/edges-of.ts";
import type { NormalParallel } from "../../language/kinds/parallel/parallel.ts";
import { branchLabel } from "../../language/terms/labels.ts";
import { bodyKey, bodyName } from "../../language/terms/visit-name.ts";
import { Cancelled } from "../attempts/failures.ts";
import { failed } from "../attempts/run-attempts.ts";
import { budgetLeft } from "../call/budget.ts";
import { leavesEarly, PATH, REPORTS, type Report } from "../call/internal-channels.ts";
import type { Call, Outcome, RunPlain, Vertex } from "../call/kind.ts";
import { saidBy } from "../call/speaker.ts";
import { errorOf, reportingWrites, runBranch } from "./branch.ts";
import { countQuorum, writesOf } from "./quorum.ts";

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
      run: async (call) => {
        const left = budgetLeft(node.budget, call.state[PATH] ?? []);
        const { quorum } = node;
        const outcome = await runBranch(call, { owner: name, name: bodyName(name, branch), body, run, left, quorum });
        if (quorum === undefined) return outcome;
        return reportingWrites({ ...outcome, writes: saidBy(body, call.registry, outcome.writes ?? {}) });
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
  if (node.quorum === undefined) return answerOf(call, name, { sorted, left: sorted.find(leavesEarly) });
  const { isReached, left, counted } = countQuorum(sorted, node.quorum);
  const outcome: Outcome = isReached ? { label: "next" } : answerOf(call, name, { sorted, left });
  return { ...outcome, writes: writesOf(counted, call.registry) };
}

function answerOf(call: Call, name: string, { sorted, left }: { sorted: readonly Report[]; left: Report | undefined }): Outcome {
  if (left) return { label: branchLabel(bodyKey(name, left.branch), left.label) };
  if (sorted.some(({ cancelled }) => cancelled)) throw new Cancelled();
  const broken = sorted.find((report) => report.failed !== undefined);
  if (broken?.failed) return failed(call, errorOf(broken.failed));
  return { label: sorted.some(({ isOver }) => isOver) ? "budget" : "next" };
}
