/** Matchers for vitest: a path as a snapshot that a person reads. Import it in a test's set-up file, or in the test. */
import { expect, Snapshots } from "vitest";
import type { PathResult } from "./path-run.ts";

declare module "vitest" {
  interface Matchers<R extends void | Promise<void>, T> {
    /** The path equals its snapshot: one line a step. */
    toMatchPath(): R;
    /** The path equals the text given; run vitest with `-u` to write it. */
    toMatchInlinePath(snapshot?: string): R;
  }
}

const text = (result: PathResult): string => result.path.join("\n");

expect.extend({
  toMatchPath(result: PathResult) {
    return Snapshots.toMatchSnapshot.call(this, text(result));
  },
  toMatchInlinePath(result: PathResult, snapshot?: string) {
    return Snapshots.toMatchInlineSnapshot.call(this, text(result), snapshot);
  },
});

expect.addSnapshotSerializer({
  test: (value) => typeof value === "string" && / -.+-> /.test(value),
  serialize: (value: string) => value,
});
