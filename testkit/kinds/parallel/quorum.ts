/**
 * Parallel nodes with a quorum for the test kit: as many branches join as are enough, and the others are still at work, or fail where a
 * person is waited for. A question is shown when the step's other tasks have ended, so code cannot be at work then.
 */
import { canAsk } from "../../../language/graph/can-ask.ts";
import type { NormalParallel, NormalPlain } from "../../../language/graph/normal-graph.ts";
import { labelInBranch } from "../../../language/terms/labels.ts";
import { allOf, type Forced } from "../../forcing/forced.ts";
import { CannotForce } from "../../forcing/not-forced.ts";
import type { ToAnswer, ToFail } from "../kind-kit.ts";
import { branchAt, writtenHere } from "./branch-at.ts";

interface Part {
  readonly branch: string;
  readonly body: NormalPlain;
  readonly asks: boolean;
}

/** Code first: it has ended when a person is asked. */
function partsOf({ site, node }: Pick<ToAnswer<NormalParallel>, "site" | "node">): Part[] {
  const parts = Object.entries(node.branches).map(([branch, body]) => ({ branch, body, asks: canAsk(body, site.registry) }));
  return [...parts.filter(({ asks }) => !asks), ...parts.filter(({ asks }) => asks)];
}

export function answerOfQuorum(to: ToAnswer<NormalParallel>, quorum: number): Forced {
  const parts = partsOf(to);
  const leaver = parts.find(({ branch }) => labelInBranch(branch, to.label) !== undefined);
  const first = leaver ?? parts.find(({ branch }) => branch === to.way?.[0]);
  const others = parts.filter((part) => part !== first);
  // one that leaves must find too few that have joined
  const count = leaver ? 0 : first ? quorum - 1 : quorum;
  const winners = [...(first ? [first] : []), ...others.slice(0, count)];
  const waits = winners.some(({ asks }) => asks);
  const rest = others.slice(count).map((part) => withheld(to, part, waits));
  return { ...allOf([...winners.map((part) => winning(to, part)), ...rest]), inside: Number.NaN };
}

function winning({ site, label, way, wants, forcing }: ToAnswer<NormalParallel>, { branch, body }: Part): Forced {
  const joins = way?.[0] === branch ? way[1] : forcing.joining(body);
  const own = labelInBranch(branch, label) ?? joins;
  return forcing.answer(branchAt(site, branch), body, { label: own, wants: writtenHere(body, own, wants) });
}

/** It does not join. */
function withheld({ site, forcing }: ToAnswer<NormalParallel>, { branch, body, asks }: Part, waits: boolean): Forced {
  const inside = branchAt(site, branch);
  return waits && !asks ? forcing.failure(inside, body) : forcing.held(inside, body);
}

/** So many fail that the rest is not enough. */
export function failQuorum({ site, node, forcing }: ToFail<NormalParallel>, quorum: number): Forced {
  const parts = partsOf({ site, node });
  let wanted = parts.length - quorum + 1;
  const forced = parts.map(({ branch, body }) => {
    const inside = branchAt(site, branch);
    const failure = wanted > 0 ? possible(() => forcing.failure(inside, body)) : undefined;
    if (failure) wanted -= 1;
    return failure ?? forcing.answer(inside, body, { label: forcing.joining(body) });
  });
  if (wanted > 0) throw new CannotForce("cannot-fail");
  return allOf(forced);
}

function possible(force: () => Forced): Forced | undefined {
  try {
    return force();
  } catch (error) {
    if (error instanceof CannotForce) return undefined;
    throw error;
  }
}
