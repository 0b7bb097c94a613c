/** Compares what two servers said in the same scenario, and judges each difference: listed with a reason, or unexpected. */
import type { Transcript } from "../record/transcript.ts";
import { align } from "./align.ts";
import { type Diff, findDiffs } from "./find-diffs.ts";
import type { ListedDifference } from "./listed-difference.ts";
import { Names, skeleton } from "./names.ts";

export interface Compared {
  /** Names of listed differences that were seen. */
  readonly listed: ReadonlySet<string>;
  readonly unexpected: readonly Diff[];
}

export interface Said {
  readonly scenario: string;
  readonly theirs: Transcript;
  readonly ours: Transcript;
}

export function compare(said: Said, differences: readonly ListedDifference[]): Compared {
  const listed = new Set<string>();
  const unexpected: Diff[] = [];
  for (const diff of diffsOf(said)) {
    const known = differences.find((difference) => difference.covers(diff));
    if (known) listed.add(known.name);
    else unexpected.push(diff);
  }
  return { listed, unexpected };
}

function diffsOf({ scenario, theirs, ours }: Said): Diff[] {
  const names = new Names();
  const pairs = align(theirs.exchanges, ours.exchanges, ({ asked }) => skeleton(asked));
  const diffs = pairs.flatMap(([left, right]) => findDiffs(left, right, { scenario, names }));
  if (names.same(theirs.stopped ?? "", ours.stopped ?? "")) return diffs;
  return [...diffs, { scenario, request: "scenario", path: "stopped", theirs: theirs.stopped, ours: ours.stopped }];
}
