import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { supportDesk } from "../../../graphs/support-desk/graph.ts";
import { desk } from "../../../graphs/support-desk/registry.ts";
import { validate } from "../../../language/index.ts";

const file = new URL("../../../graphs/support-desk/graph.yaml", import.meta.url);

it("has no issue, not even a warning", () => {
  expect(validate(desk.registry, supportDesk).issues).toEqual([]);
});

it("is the same in YAML", () => {
  const text = readFileSync(file, "utf8");
  expect(desk.loadGraph(text, "graph.yaml")).toEqual(supportDesk);
});

it("is plain data", () => {
  expect(JSON.parse(JSON.stringify(supportDesk))).toEqual(supportDesk);
});
