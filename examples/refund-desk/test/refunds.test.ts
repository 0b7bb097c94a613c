/** What the desk is for, on its own code: only the lead's answers are scripted. */
import { advance, fail, runNode, runPath } from "signalbox/testkit";
import { describe, expect, expectTypeOf, it } from "vitest";
import { refundDesk } from "../graph/refund-desk.ts";

const input = { message: "I want my money back", cents: 5_000 };

describe("a refund", () => {
  it("is paid back when the lead agrees", async () => {
    const result = await runPath(refundDesk, { input, answers: { approval: "yes" } });
    expect(result).toMatchInlinePath(`
      triage -refund-> approval
      approval -yes-> pay
      pay -next-> end
    `);
    expect(result).toHaveEffects("pay");
    expect(result.state.receipt).toBe("paid back 5000 cents");
  });

  it("that the lead lowers is paid in the lower amount", async () => {
    const result = await runPath(refundDesk, { input, answers: { approval: { decision: "less", form: { cents: 1_000 } } } });
    expect(result).toTake("approval", "less", "pay");
    expect(result).toEndWith("end");
    expect(result.state.receipt).toBe("paid back 1000 cents");
  });

  it("waits for the lead", async () => {
    const result = await runPath(refundDesk, { input });
    expect(result).toWaitAt("approval");
    expect(result).toHaveEffects();
    expect(result).not.toVisit("pay");
  });

  it("is answered when no one decides in time", async () => {
    const result = await runPath(refundDesk, { input, clock: advance("4h") });
    expect(result).toMatchPath();
  });

  it("to a closed account is answered", async () => {
    const result = await runPath(refundDesk, { input, answers: { approval: "yes" }, faults: [fail("pay", "ACCOUNT_CLOSED")] });
    expect(result).toTake("pay", "error:ACCOUNT_CLOSED", "answer");
  });
});

it("pays at one node", async () => {
  expect(await runNode(refundDesk, "pay", { args: { cents: 100 } })).toMatchObject({
    label: "next",
    writes: { receipt: "paid back 100 cents" },
  });
});

it("has matchers that the compiler knows", async () => {
  const result = await runPath(refundDesk, { input });
  expectTypeOf(expect(result).toWaitAt).parameter(0).toEqualTypeOf<string>();
  // @ts-expect-error: the name of a node is a text
  expect(() => expect(result).toWaitAt(1)).toThrow("to wait at 1");
});
