/** Every mistake of the table is exactly one issue, at its place, and what is printed stays readable. */
import { describe, expect, test } from "vitest";
import { formatIssue, validate } from "../../language/index.ts";
import { forBoth, forValidate } from "./all.ts";

describe.each(Object.entries({ ...forBoth, ...forValidate }))("%s", (_, mistakes) => {
  test.each(mistakes.map((mistake) => [mistake.name, mistake] as const))("%s", (_, { graph, registry, code, path }) => {
    const { issues } = validate(registry, JSON.parse(JSON.stringify(graph)));
    expect(issues.map((issue) => `${issue.code} ${issue.path.join(".")}`)).toEqual([`${code} ${path}`]);
    expect(issues.map((issue) => formatIssue(issue)).join("\n")).toMatchSnapshot();
  });
});

test("the table holds enough", () => {
  const both = Object.values(forBoth).flat();
  console.info(`mistakes refused by tsc and validate: ${both.length}; by validate alone: ${Object.values(forValidate).flat().length}`);
  expect(both.length).toBeGreaterThanOrEqual(60);
});
