/** Suites are found by a promise's number or by name, none is missing from the list, and the page says what was measured. */
import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { chooseSuites, promises, suiteFiles } from "../promises.ts";
import { type Measurement, printed } from "./promise.ts";
import { HEAD, withMeasurements } from "./reliability-page.ts";

it("finds a suite by its promise's number or by its name, and each suite once", () => {
  expect(chooseSuites(["g7"])).toEqual(["runs/resumes-at-last-checkpoint.fault.ts"]);
  expect(chooseSuites(["G9", "decided-once", "effects-once"])).toEqual([
    "runs/effects-once.fault.ts",
    "runs/effects-once-after-timeout.fault.ts",
    "decisions/decided-once.fault.ts",
  ]);
  expect(chooseSuites([])).toEqual(suiteFiles);
});

it("refuses an unknown name and lists the known ones", () => {
  expect(() => chooseSuites(["g7", "g77"])).toThrow(
    /^"g77" is not a fault suite\..*g7.*\n {2}no-silent-wrong-turn\n[\s\S]*retry-keeps-answers/,
  );
});

it("lists every suite of test/faults", () => {
  const folder = fileURLToPath(new URL("..", import.meta.url));
  expect(globSync("*/*.fault.ts", { cwd: folder }).sort()).toEqual([...suiteFiles].sort());
});

const measurement: Measurement = {
  ...{ number: "G3", promise: "one decision per interrupt", trials: 1, violations: 0, note: "one $& more" },
  off: { trials: 2, violations: 6, how: "no lock" },
};

it("prints violations and trials in words", () => {
  expect(printed(measurement)).toBe(
    "G3 one decision per interrupt: 0 violations in 1 trial (protection off: 6 violations in 2 trials); one $& more",
  );
});

it("writes a measured promise into the page and keeps the rows of the others, in order", () => {
  const other = "| G22 | a retry never loses an answer | 10 | 0 | 3 (2): a loop |  | 2026-01-01 |";
  const old = "| G3 | one decision per interrupt | 9 | 9 | 9 (9): old |  | 2026-01-01 |";
  const page = `before\n<!-- measured -->\nan old head\n${other}\n${old}\n<!-- /measured -->\nafter`;
  const row = "| G3 | one decision per interrupt | 1 | 0 | 6 (2): no lock | one $& more | 2026-02-03 |";
  expect(withMeasurements(page, [measurement], new Date("2026-02-03"))).toBe(
    `before\n<!-- measured -->\n${HEAD}\n${row}\n${other}\n<!-- /measured -->\nafter`,
  );
});

it("finds every promise in docs/reliability.md, with its current sentence", () => {
  const page = readFileSync(new URL("../../../docs/reliability.md", import.meta.url), "utf8");
  expect(withMeasurements(page, [], new Date(0))).toBe(page);
  for (const { number, promise } of promises) expect(page).toContain(`| ${number} | ${promise} |`);
});
