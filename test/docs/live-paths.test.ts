/** The guide's example of a path on a live server is a test that runs. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { blockNamed, root } from "./pages/markdown.ts";

it("shows the test of test/testkit/live as it is", () => {
  const source = readFileSync(`${root}test/testkit/live/refunds.test.ts`, "utf8");
  const asUsersWriteIt = source
    .replace("../../../testkit/index.ts", "signalbox/testkit")
    .replace("../coverage/project/refunds.ts", "../graphs/refunds.ts");
  expect(blockNamed("docs/guide/testing.md#running-a-scenario-on-a-live-server ts")).toBe(asUsersWriteIt);
});
