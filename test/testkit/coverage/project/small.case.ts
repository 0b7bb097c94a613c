import { expect, it } from "vitest";
import { runPath } from "../../../../testkit/index.ts";
import { refunds } from "./refunds.ts";

it("pays a small refund", async () => {
  expect(await runPath(refunds, { input: { message: "hi" } })).toTake("triage", "small");
});
