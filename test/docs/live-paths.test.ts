/** The guide's example of a path on a live server is a test that runs. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { blocksOf, root } from "./markdown.ts";

it("shows the test of test/testkit/live as it is", () => {
  const source = readFileSync(`${root}test/testkit/live/refunds.test.ts`, "utf8");
  const asUsersWriteIt = source
    .replace("../../../testkit/index.ts", "signalbox/testkit")
    .replace("../coverage/project/refunds.ts", "../graphs/refunds.ts");
  expect(blocksOf("docs/guide/testing.md", "ts")).toContain(asUsersWriteIt);
});
