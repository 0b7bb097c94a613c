/** The coverage that the pages show is what the reporter prints and writes. */
import { stripVTControlCharacters as plain } from "node:util";
import { expect, it } from "vitest";
import { coverageShape } from "../../testkit/coverage/coverage-file.ts";
import { coveredGraph } from "../../testkit/coverage/covered-graph.ts";
import { graphParts } from "../../testkit/coverage/declared-graph.ts";
import { tableLines, untakenLines } from "../../testkit/coverage/text-report.ts";
import { shortfallLine, shortfallsOf } from "../../testkit/coverage/threshold.ts";
import { reporterExample } from "../testkit/coverage/fixture-project.ts";
import { refunds } from "../testkit/coverage/project/refunds.ts";
import { blockNamed } from "./pages/markdown.ts";

const paths = [
  { nodes: ["triage", "pay"], edges: ["triage small", "pay next"], deadlines: [] },
  { nodes: ["triage", "approval"], edges: ["triage large", "approval yes"], deadlines: ["approval 0"] },
];
const coverage = { complete: true, graphs: [coveredGraph(graphParts(refunds), paths)], missing: [] };
const report = plain([...tableLines(coverage), ...untakenLines(coverage)].join("\n"));

it("shows the reporter's example, which real runs use", () => {
  expect(blockNamed("docs/guide/testing.md#graph-coverage ts")).toBe(reporterExample());
});

it("shows a report as it is printed", () => {
  expect(blockNamed("docs/guide/testing.md#graph-coverage text")).toBe(`Graph coverage\n${report}\n`);
  const shortfalls = shortfallsOf(coverage, { edges: 90 }).map(shortfallLine);
  const shown = blockNamed("docs/cli.md#coverage-files text");
  expect(shown).toBe(`$ signalbox coverage --threshold edges=90\n${[report, ...shortfalls].join("\n")}\n`);
});

it("shows a coverage.json that can be read, with every field", () => {
  const read: unknown = JSON.parse(blockNamed("docs/guide/testing.md#graph-coverage json"));
  expect(coverageShape.parse(read)).toEqual(read);
});
