import { expect, it } from "vitest";
import { advance, runPath } from "../../../../testkit/index.ts";
import { refunds } from "./refunds.ts";

const large = { input: { message: "hi" }, routers: { size: "large" } };

it("asks about a large refund", async () => {
  expect(await runPath(refunds, { ...large, answers: { approval: "yes" } })).toTake("approval", "yes");
});

it("reminds the lead", async () => {
  expect(await runPath(refunds, { ...large, clock: advance("2h") })).toWaitAt("approval");
});
