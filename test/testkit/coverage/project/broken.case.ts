import { expect, it } from "vitest";
import type { GraphData } from "../../../../language/index.ts";
import { registryOf, rememberRegistry } from "../../../../language/registry/registry-of.ts";
import { testGraph } from "../../../../testkit/index.ts";
import { refunds } from "./refunds.ts";

const { pay, ...nodes } = refunds.nodes;
const data: GraphData = { ...refunds, id: "broken", nodes };
testGraph(rememberRegistry(data, registryOf(refunds)));

it("is another test", () => {
  expect(pay).toBeDefined();
});
