/** schema.json accepts every good graph, rejects what does not have the shape of one, and explains every field. */
import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { graphSchema } from "../../../language/graph/graph-schema.ts";
import { checkShape } from "../../../language/validate/shape.ts";
import { forBoth, forValidate } from "../mistakes/all.ts";
import { workflows } from "../workflows/all.ts";

const schema = graphSchema();
const accepts = new Ajv2020({ allErrors: true, allowUnionTypes: true }).compile(schema);

test("schema.json is up to date: `node checks/write-schema.ts` writes it", () => {
  expect(JSON.parse(readFileSync(new URL("../../../schema.json", import.meta.url), "utf8"))).toEqual(JSON.parse(JSON.stringify(schema)));
});

test.each(Object.entries(workflows))("it accepts %s", (_, graph) => {
  accepts(JSON.parse(JSON.stringify(graph)));
  expect(accepts.errors ?? []).toEqual([]);
});

describe("it reports each mistake as the language's own shape does", () => {
  const mistakes = Object.values({ ...forBoth, ...forValidate }).flat();
  test.each(mistakes.map((mistake) => [mistake.name, mistake] as const))("%s", (_, { graph }) => {
    const data = JSON.parse(JSON.stringify(graph));
    expect(accepts(data)).toBe(checkShape(data).length === 0);
  });
});

test("every field of every node is explained", () => {
  const defs = schema.$defs as Record<string, { properties?: Record<string, { description?: string }> }>;
  const silent = Object.entries(defs).flatMap(([kind, { properties = {} }]) =>
    Object.entries(properties).flatMap(([field, { description }]) => (field === "kind" || description ? [] : [`${kind}.${field}`])),
  );
  expect(silent).toEqual([]);
});
