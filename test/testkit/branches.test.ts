import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { insuranceClaim } from "../../graphs/insurance-claim/graph.ts";
import { enumeratePaths, runPath } from "../../testkit/index.ts";

it("a branch that is cancelled before its code begins has used up its answer for this visit", async () => {
  const found = enumeratePaths(insuranceClaim).paths.find(({ name }) => name === "investigation -genuine-> checks");
  expect(found?.scenario.nodes?.["checks.cover"]).toMatchObject([{ holds: true }, { label: "notCovered" }]);
  let starts = 0;
  const started = async ({ node }: { node: string }) => {
    if (node === "checks.cover" && ++starts === 1) await sleep(200);
  };
  const scenario = { ...found?.scenario, input: found?.scenario.input ?? {} };
  const result = await runPath(insuranceClaim, { ...scenario, ports: { started } });
  expect(result.path).toEqual((await runPath(insuranceClaim, scenario)).path);
  expect(starts).toBe(2);
});
