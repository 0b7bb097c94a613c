/** Every mistake of the table is exactly one issue, at its place, and what is printed stays readable. */
import { describe, expect, test } from "vitest";
import { formatIssue, validate } from "../../../language/index.ts";
import { forBoth, forValidate } from "./all.ts";
import { applyRepair } from "./apply-repair.ts";

describe.each(Object.entries({ ...forBoth, ...forValidate }))("%s", (_, mistakes) => {
  test.each(mistakes.map((mistake) => [mistake.name, mistake] as const))("%s", (_, { graph, registry, code, path }) => {
    const { issues } = validate(registry, JSON.parse(JSON.stringify(graph)));
    expect(issues.map((issue) => `${issue.code} ${issue.path.join(".")}`)).toEqual([`${code} ${path}`]);
    expect(issues.map((issue) => formatIssue(issue)).join("\n")).toMatchSnapshot();
  });
});

describe("a repair fixes its mistake", () => {
  const repairable = Object.values({ ...forBoth, ...forValidate })
    .flat()
    .flatMap((mistake) => {
      const [issue] = validate(mistake.registry, JSON.parse(JSON.stringify(mistake.graph))).issues;
      return issue?.repair && issue.path[0] !== "registry" ? [[mistake.name, { ...mistake, repair: issue.repair }] as const] : [];
    });
  test.each(repairable)("%s", (_, { graph, registry, path, repair }) => {
    const repaired = applyRepair(JSON.parse(JSON.stringify(graph)), repair);
    expect(validate(registry, repaired).issues.filter((issue) => issue.path.join(".") === path)).toEqual([]);
  });
});

test("the table holds enough", () => {
  const both = Object.values(forBoth).flat();
  console.info(`mistakes refused by tsc and validate: ${both.length}; by validate alone: ${Object.values(forValidate).flat().length}`);
  expect(both.length).toBeGreaterThanOrEqual(60);
});
