/** Parallel nodes for the test kit: every branch joins, one fails, or one leaves early while its siblings are still at work. */
import type { NormalParallel } from "../../language/graph/normal-graph.ts";
import type { ParallelData } from "../../language/kinds/parallel/parallel.ts";
import { labelInBranch } from "../../language/terms/labels.ts";
import { bodyName } from "../../language/terms/visit-name.ts";
import { allOf, type Forced } from "../forcing/forced.ts";
import { CannotForce } from "../forcing/not-forced.ts";
import type { KindKit, ToAnswer, ToFail } from "./kind-kit.ts";

export const parallelKit: KindKit<ParallelData, NormalParallel> = {
  runsAlone: false,
  spendsTokens: false,
  answer,
  fail,
  canFail: () => true,
  isScripted: () => false,
  tries: () => [],
  mapBodies: (node, name, map) => ({
    ...node,
    branches: Object.fromEntries(Object.entries(node.branches).map(([branch, body]) => [branch, map(body, bodyName(name, branch))])),
  }),
};

function answer({ site, node, label, way, forcing }: ToAnswer<NormalParallel>): Forced {
  const leaving = Object.keys(node.branches).find((branch) => labelInBranch(branch, label) !== undefined);
  return allOf(
    Object.entries(node.branches).map(([branch, body]) => {
      const inside = { ...site, name: bodyName(site.name, branch) };
      if (leaving === undefined) return forcing.answer(inside, body, way?.[0] === branch ? way[1] : forcing.joining(body));
      return leaving === branch ? forcing.answer(inside, body, labelInBranch(branch, label) ?? label) : forcing.held(inside, body);
    }),
  );
}

function fail({ site, node, code, forcing }: ToFail<NormalParallel>): Forced {
  const branches = Object.entries(node.branches);
  const failing = branches.findIndex(([, body]) => forcing.canFail(body));
  if (failing < 0) throw new CannotForce("cannot-fail");
  return allOf(
    branches.map(([branch, body], index) => {
      const inside = { ...site, name: bodyName(site.name, branch) };
      return index === failing ? forcing.failure(inside, body, code) : forcing.answer(inside, body, forcing.joining(body));
    }),
  );
}
