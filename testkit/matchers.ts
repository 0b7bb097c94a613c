/** Matchers for vitest: a path as a snapshot that a person reads, and what a path must contain. Import it in a test's set-up file, or in the test. */
import * as vitest from "vitest";
import { expect } from "vitest";
import type { ServedResult } from "./live/thread-result.ts";
import type { PathResult } from "./memory/path-result.ts";
import { detailedText } from "./text/path-lines.ts";

interface PathMatchers {
  /** The path equals its snapshot: one line a step; with `details` also the attempts, pauses, limits and people behind it. */
  toMatchPath(options?: { readonly details?: boolean }): void;
  /** The path equals the text given; run vitest 5 with `-u` to write it. */
  toMatchInlinePath(snapshot?: string): void;
  /** The path enters the node. */
  toVisit(node: string): void;
  /** The path takes the edge: `toTake("approval", "approve")`, with its target `toTake("approval", "approve", "payRefund")`. */
  toTake(node: string, label: string, target?: string): void;
  /** It waits for a person at the node. */
  toWaitAt(node: string): void;
  /** The last step leads there: `end`, `wait` or `end:<label>`. */
  toEndWith(target: string): void;
  /** Effects took place at these nodes, in any order, and at no others. */
  toHaveEffects(...nodes: readonly string[]): void;
}

// vitest's own interfaces have other type parameters in each version; all of them are built on Chai's, which has none
declare global {
  namespace Chai {
    interface Assertion extends PathMatchers {}
  }
}

interface Comparison {
  readonly pass: boolean;
  readonly message: () => string;
}
/** Since vitest 5. Before, a matcher cannot write an inline snapshot. */
type SnapshotMatchers = Record<"toMatchSnapshot" | "toMatchInlineSnapshot", { call(context: unknown, ...args: unknown[]): Comparison }>;
const { Snapshots } = vitest as { Snapshots?: SnapshotMatchers };

/** A path in a snapshot: printed without the quotes of a string. */
class PathText {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

const text = (result: Pick<PathResult, "path">): string => result.path.join("\n");

const found = (pass: boolean, wanted: string, result: Pick<PathResult, "path">): Comparison => ({
  pass,
  message: () => `expected the path ${pass ? "not " : ""}to ${wanted}. It was:\n${text(result)}`,
});

expect.extend({
  toMatchPath(result: PathResult, { details = false } = {}) {
    const shown = new PathText(details ? detailedText(result) : text(result));
    if (Snapshots) return Snapshots.toMatchSnapshot.call(this, shown);
    expect(shown).toMatchSnapshot();
    return { pass: true, message: () => "the path equals its snapshot" };
  },
  toMatchInlinePath(result: PathResult, snapshot?: string) {
    if (Snapshots) return Snapshots.toMatchInlineSnapshot.call(this, new PathText(text(result)), snapshot);
    const wanted = outdented(snapshot ?? "");
    return {
      pass: wanted === text(result),
      message: () => "the path is not the inline snapshot. vitest writes it from version 5 on.",
      actual: text(result),
      expected: wanted,
    };
  },
  toVisit: (result: PathResult, node: string) =>
    found(result.steps.some((step) => step.node === node) || result.waitsAt === node, `visit ${node}`, result),
  toTake: (result: PathResult, node: string, label: string, target?: string) =>
    found(
      result.steps.some((step) => step.node === node && step.label === label && (target === undefined || step.target === target)),
      `take ${node} -${label}->${target === undefined ? "" : ` ${target}`}`,
      result,
    ),
  toWaitAt: (result: PathResult, node: string) => found(result.waitsAt === node, `wait at ${node}`, result),
  toEndWith: (result: PathResult, target: string) =>
    found(
      result.error === undefined && result.waitsAt === undefined && result.steps.at(-1)?.target === target,
      `end with ${target}`,
      result,
    ),
  toHaveEffects: (result: PathResult | ServedResult, ...nodes: string[]) => {
    const effects = "effects" in result ? result.effects : undefined;
    if (!effects)
      throw new TypeError("this path ran on a server that does not report effects: run it in memory or on a server of startTestServer");
    const taken = effects.map(({ node }) => node);
    return found(
      taken.toSorted().join() === nodes.toSorted().join(),
      `have effects at ${nodes.join(", ") || "no node"}; it has them at ${taken.join(", ") || "none"}`,
      result,
    );
  },
});

/** As vitest reads an inline snapshot: without the indentation that its lines share. */
function outdented(snapshot: string): string {
  const lines = snapshot.replace(/^\n/, "").trimEnd().split("\n");
  const shared = Math.min(...lines.filter((line) => line.trim()).map((line) => line.length - line.trimStart().length));
  return lines.map((line) => line.slice(Number.isFinite(shared) ? shared : 0)).join("\n");
}

expect.addSnapshotSerializer({
  test: (value) => value instanceof PathText,
  // a path without a step, such as `fails: NODE_TIMEOUT`, keeps its quotes: so it stands in snapshots
  serialize: ({ text: lines }: PathText, config, indentation, depth, refs, printer) =>
    / -.+-> /.test(lines) ? lines : printer(lines, config, indentation, depth, refs),
});
