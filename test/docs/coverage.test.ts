/** What the pages say of coverage is what is shown and written. */
import { stripVTControlCharacters as plain } from "node:util";
import { expect, it } from "vitest";
import { coverageShape } from "../../testkit/coverage/coverage-file.ts";
import { coveredGraph } from "../../testkit/coverage/covered-graph.ts";
import { declaredGraph } from "../../testkit/coverage/declared-graph.ts";
import { tableLines, untakenLines } from "../../testkit/coverage/text-report.ts";
import { shortfallsOf, shortfallText } from "../../testkit/coverage/threshold.ts";
import { reporterExample } from "../testkit/coverage/fixture-project.ts";
import { refunds } from "../testkit/coverage/project/refunds.ts";
import { blocksOf } from "./markdown.ts";

const page = "docs/guide/testing.md";
const paths = [
  { nodes: ["triage", "pay"], edges: ["triage small", "pay next"], deadlines: [] },
  { nodes: ["triage", "approval"], edges: ["triage large", "approval yes"], deadlines: ["approval 0"] },
];
const coverage = { complete: true, graphs: [coveredGraph(declaredGraph(refunds), paths)], missing: [] };
const report = plain([...tableLines(coverage), ...untakenLines(coverage)].join("\n"));

it("shows the reporter's example, which real runs use", () => {
  expect(blocksOf(page, "ts")).toContain(reporterExample());
});

it("shows a report as it is printed", () => {
  expect(blocksOf(page, "text")).toContain(`Graph coverage\n${report}\n`);
  const held = shortfallsOf(coverage, { edges: 90 }).map(shortfallText);
  expect(blocksOf("docs/cli.md", "text")).toContain(`$ signalbox coverage --threshold edges=90\n${[report, ...held].join("\n")}\n`);
});

it("shows a coverage.json that can be read, with every field", () => {
  const [shown = ""] = blocksOf(page, "json");
  const read: unknown = JSON.parse(shown);
  expect(coverageShape.parse(read)).toEqual(read);
});
