import { describe, expect, it } from "vitest";
import { insuranceClaim } from "../../graphs/insurance-claim/graph.ts";
import { supportDesk } from "../../graphs/support-desk/graph.ts";
import { registryOf } from "../../language/registry/registry-of.ts";
import { enumeratePaths, runNode, runPath, sampleOf } from "../../testkit/index.ts";

const scenarioFor = (name: string) => {
  const found = enumeratePaths(supportDesk).paths.find((path) => path.name === name);
  if (!found) throw new Error(`no path is named ${name}`);
  return found.scenario;
};

describe("the matchers of paths", () => {
  it("see what a path visits, takes, where it ends and what it did", async () => {
    const result = await runPath(supportDesk, scenarioFor("approval -approve-> payBack"));
    expect(result).toVisit("approval");
    expect(result).not.toVisit("clarify");
    expect(result).toTake("approval", "approve");
    expect(result).toTake("approval", "approve", "payBack");
    expect(result).not.toTake("approval", "reject");
    expect(result).toEndWith("end");
    expect(result).toHaveEffects("startDispute", "payBack");
    expect(result).not.toWaitAt("approval");
  });

  it("see where a path waits, and say which path it was when they fail", async () => {
    const { answers: _, ...unanswered } = scenarioFor("triage -lowConfidence-> clarify");
    const result = await runPath(supportDesk, unanswered);
    expect(result).toWaitAt("clarify");
    expect(() => expect(result).toTake("triage", "cards", "cardsDesk")).toThrowErrorMatchingInlineSnapshot(`
      [Error: expected the path to take triage -cards-> cardsDesk. It was:
      reception -next-> triage
      triage -lowConfidence-> clarify
      waits at clarify]
    `);
  });
});

describe("runNode", () => {
  const { tools } = registryOf(insuranceClaim);
  const args = sampleOf(tools?.payClaim?.args as never) as Record<string, unknown>;
  const receipt = { paymentId: 7, amountCents: 100, iban: "SE45" };

  it("gives a node's label, writes, attempts and the key of its effect", async () => {
    const result = await runNode(insuranceClaim, "pay", { args, tools: { payClaim: receipt } });
    expect(result).toMatchObject({ label: "next", writes: { receipt }, attempts: 1, effects: [{ node: "pay", output: receipt }] });
    expect(result.effects[0]?.key).toMatch(/^[0-9a-f]{64}$/);
  });

  it("fails the node with a code: declared ones by their own edge, a time limit after its attempts", async () => {
    expect(await runNode(insuranceClaim, "pay", { args, error: "NO_IBAN" })).toMatchObject({ label: "error:NO_IBAN", effects: [] });
    expect(await runNode(insuranceClaim, "pay", { args, error: "timeout" })).toMatchObject({ label: "error", attempts: 3 });
  });

  it("refuses what is not one piece of code", async () => {
    await expect(runNode(insuranceClaim, "approval", {})).rejects.toThrow(/of kind interrupt/);
  });
});
