/** The design's example is valid, is plain data, and expands into the edges that a person expects. */
import { expect, test } from "vitest";
import { stringify } from "yaml";
import { edgesOf, normalise } from "../../inspect/index.ts";
import { registryOf, validate } from "../../language/index.ts";
import { desk, supportDesk } from "./design-example.ts";

test("it has no errors, and one warning: the run may wait for the specialist forever", () => {
  const { graph, issues } = validate(desk.registry, supportDesk);
  expect(graph).toBe(supportDesk);
  expect(issues.map(({ code, severity, path }) => ({ code, severity, path }))).toEqual([
    { code: "NO_FINAL_DEADLINE", severity: "warning", path: ["nodes", "specialist"] },
  ]);
});

test("TypeScript, JSON, YAML and the loaded graph are one value", () => {
  const json = JSON.stringify(supportDesk);
  expect(JSON.parse(json)).toEqual(supportDesk);
  expect(desk.loadGraph(json, "support-desk.json")).toEqual(supportDesk);
  expect(desk.loadGraph(stringify(JSON.parse(json)), "support-desk.yaml")).toEqual(supportDesk);
});

test("its registry is kept beside the value", () => {
  expect(registryOf(supportDesk)).toBe(desk.registry);
  expect(registryOf(desk.loadGraph(JSON.stringify(supportDesk), "g.json"))).toBe(desk.registry);
  expect(() => registryOf({ ...supportDesk })).toThrow(/support-desk.*Pass the value/);
});

test("its edges", () => {
  const lines = Object.entries(normalise(supportDesk, desk.registry).nodes).flatMap(([name, node]) =>
    edgesOf(node).map(({ label, target, inherited, writes }) => {
      const notes = [...(inherited ? ["inherited"] : []), ...(writes.length > 0 ? [`writes ${writes.join(", ")}`] : [])];
      return `${name} -${label}-> ${target}${notes.length > 0 ? ` (${notes.join("; ")})` : ""}`;
    }),
  );
  expect(lines.join("\n")).toMatchSnapshot();
});

test("a node written out in full", () => {
  const { nodes } = normalise(supportDesk, desk.registry);
  expect(nodes.billingAgent).toMatchSnapshot();
  expect(nodes.approval).toMatchSnapshot();
});
