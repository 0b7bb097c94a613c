/** `signalbox coverage`: the report of the last test run, its threshold, its drawing, and the message when there is none. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { parseThreshold } from "../../cli/commands/coverage/coverage.ts";
import { type Coverage, textOfCoverage } from "../../testkit/coverage/coverage-file.ts";
import { coveredGraph, type Taken } from "../../testkit/coverage/covered-graph.ts";
import { graphParts } from "../../testkit/coverage/declared-graph.ts";
import { refunds } from "../testkit/coverage/project/refunds.ts";
import { callCli } from "./call-cli.ts";

const small = { nodes: ["triage", "pay"], edges: ["triage small", "pay next"], deadlines: [] };
const large = { nodes: ["triage", "approval"], edges: ["triage large", "approval yes"], deadlines: ["approval 0"] };
const coverageOf = (...paths: Taken[]): Coverage => ({
  complete: true,
  graphs: [coveredGraph(graphParts(refunds), paths)],
  missing: [],
});

function fileWith(coverage: Coverage | string): string {
  const folder = mkdtempSync(join(tmpdir(), "signalbox-coverage-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "coverage.json");
  writeFileSync(file, typeof coverage === "string" ? coverage : textOfCoverage(coverage));
  return file;
}

describe("signalbox coverage", () => {
  it("prints what was taken, then what was not", async () => {
    const { code, stdout } = await callCli(["coverage", fileWith(coverageOf(small, large))]);
    expect(code).toBe(0);
    expect(stdout).toMatchInlineSnapshot(`
      "graph     nodes       edges      decisions   errors    deadlines
      refunds   100 % 3/3   50 % 4/8   50 % 1/2    0 % 0/2   50 % 1/2
      refunds: taken by no test
        triage -error-> approval
        approval -no-> end
        approval -expired-> end
        pay -error:CLOSED-> end
        approval after 4h: expires
      "
    `);
  });

  it("joins several files, and reports when not all tests were run", async () => {
    const files = [fileWith({ ...coverageOf(small), complete: false }), fileWith({ ...coverageOf(large), missing: ["letters"] })];
    const { stdout } = await callCli(["coverage", ...files]);
    expect(stdout).toContain("refunds   100 % 3/3   50 % 4/8");
    expect(stdout).toContain("Some of these runs left tests out. No test ran letters.\n");
  });

  it("exits with 1 below the threshold, and prints what is missing", async () => {
    const file = fileWith(coverageOf(small, large));
    const all = await callCli(["coverage", file, "--threshold", "100"]);
    expect(all.code).toBe(1);
    expect(all.stderr).toContain("refunds: decisions 50 % (1 of 2), wanted 100 %.\n");
    expect((await callCli(["coverage", file, "--threshold", "nodes=100,edges=50"])).code).toBe(0);
  });

  it("prints the file's JSON", async () => {
    const file = fileWith(coverageOf(small));
    const { stdout } = await callCli(["coverage", file, "--json"]);
    expect(stdout).toBe(readFileSync(file, "utf8"));
  });

  it("draws a graph with what no test took marked", async () => {
    const file = fileWith(coverageOf(small));
    const { stdout } = await callCli(["coverage", file, "--draw", "refunds"]);
    expect(stdout).toContain("class approval is_untaken");
    const out = file.replace("coverage.json", "refunds.svg");
    expect(await callCli(["coverage", file, "--draw", "refunds", "--out", out])).toEqual({ code: 0, stdout: "", stderr: "" });
    expect(readFileSync(out, "utf8")).toContain("Tests take 2 of 8 edges, 25 %.");
  });

  it("exits with 2 where there is nothing to read, and explains how to make it", async () => {
    const none = await callCli(["coverage", "nothing.json"]);
    expect(none.code).toBe(2);
    expect(none.stderr).toMatch(/There is no nothing\.json\. Add `new GraphCoverage\(\)` .* and run vitest.*\[COVERAGE_NOT_FOUND\]/);
    const newer = await callCli(["coverage", fileWith('{ "format": 2 }')]);
    expect({ code: newer.code, message: newer.stderr }).toEqual({ code: 2, message: expect.stringContaining("[COVERAGE_INVALID]") });
  });

  it("exits with 2 for an unknown graph and for an invalid threshold", async () => {
    const file = fileWith(coverageOf(small));
    const unknown = await callCli(["coverage", file, "--draw", "refund"]);
    expect({ code: unknown.code, message: unknown.stderr }).toEqual({
      code: 2,
      message: expect.stringContaining('Did you mean "refunds"?'),
    });
    const { code, stderr } = await callCli(["coverage", file, "--threshold", "many"]);
    expect({ code, message: stderr }).toEqual({ code: 2, message: expect.stringContaining("it is a percentage, 0 to 100") });
  });
});

describe("a threshold on the command line", () => {
  it("is one number, or one for each part", () => {
    expect([parseThreshold("90"), parseThreshold("edges=90, errors=100")]).toEqual([90, { edges: 90, errors: 100 }]);
  });

  it.each(["", "101", "-1", "1e3", "edge=1", "edges=", "edges=1,"])("is not %j", (text) => {
    expect(() => parseThreshold(text)).toThrow(/it is a percentage/);
  });
});
