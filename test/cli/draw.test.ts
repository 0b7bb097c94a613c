/** `signalbox draw`: formats, files, and its refusal to draw what is wrong. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { runCli } from "./run-cli.ts";

const good = "test/cli/projects/good/graph.yaml";

function freshFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "signalbox-draw-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

describe("signalbox draw", () => {
  it("prints Mermaid text", async () => {
    const { code, stdout } = await runCli(["draw", good]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^---\ntitle: "refunds, version 2"\n---\nflowchart TD\n/);
  });

  it("prints an SVG when asked, and writes one when the file's name says so", async () => {
    const out = join(freshFolder(), "desk.svg");
    const printed = await runCli(["draw", good, "--format", "svg"]);
    const written = await runCli(["draw", good, "--out", out]);
    expect(written).toEqual({ code: 0, stdout: "", stderr: "" });
    expect(readFileSync(out, "utf8")).toBe(printed.stdout);
    expect(printed.stdout).toMatch(/^<svg /);
  });

  it("answers 1 with the issues for a wrong graph, and draws nothing", async () => {
    const { code, stdout, stderr } = await runCli(["draw", "test/cli/projects/wrong/graph.yaml"]);
    expect(code).toBe(1);
    expect(stdout).toBe("");
    expect(stderr).toContain('Graph "refunds" has 4 problems:');
  });

  it("answers 2 for a format that it does not know, and for a folder that it cannot write to", async () => {
    expect((await runCli(["draw", good, "--format", "gif"])).code).toBe(2);
    const { code, stderr } = await runCli(["draw", good, "--out", join(freshFolder(), "none", "desk.svg")]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/desk\.svg cannot be written: ENOENT/);
  });
});
