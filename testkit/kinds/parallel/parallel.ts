/** Parallel nodes for the test kit: every branch joins, one fails, or one leaves early while its siblings are still at work. */
import { canAsk } from "../../../language/graph/can-ask.ts";
import type { NormalParallel } from "../../../language/graph/normal-graph.ts";
import type { ParallelData } from "../../../language/kinds/parallel/parallel.ts";
import { labelInBranch } from "../../../language/terms/labels.ts";
import { bodyName } from "../../../language/terms/visit-name.ts";
import { allOf, type Forced } from "../../forcing/forced.ts";
import { firstPossible } from "../../forcing/not-forced.ts";
import type { KindKit, ToAnswer, ToFail } from "../kind-kit.ts";
import { branchAt, writtenHere } from "./branch-at.ts";
import { answerOfQuorum, failQuorum } from "./quorum.ts";

export const parallelKit: KindKit<ParallelData, NormalParallel> = {
  runsAlone: false,
  spendsTokens: false,
  answer,
  fail,
  isScripted: () => false,
  tries: () => [],
  mapBodies: (node, name, map) => ({
    ...node,
    branches: Object.fromEntries(Object.entries(node.branches).map(([branch, body]) => [branch, map(body, bodyName(name, branch))])),
  }),
};

function answer(to: ToAnswer<NormalParallel>): Forced {
  const { site, node, label, way, wants, forcing } = to;
  if (node.quorum !== undefined) return answerOfQuorum(to, node.quorum);
  const branches = Object.entries(node.branches);
  const [leaving, leaver] = branches.find(([branch]) => labelInBranch(branch, label) !== undefined) ?? [];
  // a question is shown when the step's other tasks have ended: siblings of a person cannot be at work then
  const waits = leaver !== undefined && canAsk(leaver, site.registry);
  const all = allOf(
    branches.map(([branch, body]) => {
      const inside = branchAt(site, branch);
      if (leaving !== undefined && branch !== leaving && !waits) return forcing.held(inside, body);
      const own = branch === leaving ? labelInBranch(branch, label) : undefined;
      const joins = way?.[0] === branch ? way[1] : forcing.joining(body);
      return forcing.answer(inside, body, { label: own ?? joins, wants: writtenHere(body, own ?? joins, wants) });
    }),
  );
  return { ...all, inside: leaving === undefined ? all.inside + branches.length : Number.NaN };
}

function fail(to: ToFail<NormalParallel>): Forced {
  const { site, node, forcing } = to;
  if (node.quorum !== undefined) return failQuorum(to, node.quorum);
  const branches = Object.entries(node.branches);
  return firstPossible(
    branches.map(
      ([failing]) =>
        () =>
          allOf(
            branches.map(([branch, body]) => {
              const inside = branchAt(site, branch);
              return branch === failing ? forcing.failure(inside, body) : forcing.answer(inside, body, { label: forcing.joining(body) });
            }),
          ),
    ),
  );
}
