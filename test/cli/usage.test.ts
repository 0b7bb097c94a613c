/** The command line's help, its version, and its answer to a mistyped command; and the bin as a process. */
import { describe, expect, it } from "vitest";
import { errors } from "../../language/issues/errors.ts";
import { issueCodes } from "../../language/issues/issue-codes.ts";
import { callCli, startCliProcess } from "./call-cli.ts";

describe("signalbox", () => {
  it("prints help with examples and exit codes", async () => {
    const { code, stdout } = await callCli(["--help"]);
    expect(code).toBe(0);
    expect(stdout).toContain("Examples:");
    expect(stdout).toContain("Exit codes:");
  });

  it.each(["check", "draw", "diff", "coverage", "explain", "retry", "adopt", "serve", "worker"])("has help for %s", async (command) => {
    const { code, stdout } = await callCli([command, "--help"]);
    expect(code).toBe(0);
    expect(stdout).toContain(`Usage: signalbox ${command}`);
  });

  it("exits with 2 and suggests the nearest command for one that does not exist", async () => {
    const { code, stderr } = await callCli(["chekc"]);
    expect(code).toBe(2);
    expect(stderr).toContain("Did you mean check?");
  });

  it("prints its version", async () => {
    expect((await callCli(["--version"])).stdout).toMatch(/^\d+\.\d+\.\d+/);
  });

  it("as a process exits with the code, prints on both streams, and obeys FORCE_COLOR", async () => {
    const args = ["check", "test/cli/projects/wrong/graph.yaml"];
    const { code, stdout } = await startCliProcess(args, { env: { FORCE_COLOR: "1" } }).ended;
    expect({ code, stdout }).toEqual({ code: 1, stdout: expect.stringContaining("\u001b[") });
    const unknown = await startCliProcess(["check", "nope"]).ended;
    expect(unknown).toEqual({ code: 2, stdout: "", stderr: expect.stringMatching(/^signalbox: langgraph\.json has no graph "nope"/) });
  });
});

describe("what the command line loads", () => {
  /** Packages and folders of ours that the process imports. */
  async function loadedBy(...args: string[]): Promise<Set<string>> {
    const recorder = new URL("./record-imports.ts", import.meta.url).href;
    const { stderr } = await startCliProcess(args, { env: { NODE_OPTIONS: `--import ${recorder}` } }).ended;
    return new Set(stderr.trim().split(" "));
  }

  it("is commander alone for help and version", async () => {
    expect(await loadedBy("--help")).toEqual(new Set(["cli", "commander", "package.json"]));
    expect(await loadedBy("--version")).toEqual(new Set(["cli", "commander", "package.json"]));
  });

  it("is the language and tsx for checking a graph, besides what its registry imports", async () => {
    const loaded = await loadedBy("check", "test/cli/projects/good/graph.yaml");
    const packages = ["commander", "esbuild", "fastest-levenshtein", "tsx", "yaml", "zod"];
    expect([...loaded].sort()).toEqual(["cli", "language", "package.json", "test", ...packages].sort());
  });
});

describe("signalbox explain", () => {
  it("explains a code and what to do", async () => {
    const { code, stdout } = await callCli(["explain", "unknown_target"]);
    expect(code).toBe(0);
    expect(stdout).toMatchInlineSnapshot(`
      "UNKNOWN_TARGET  found by check, an error
      An edge leads to a node that does not exist.
      What to do: Correct the name, or add the node.
      "
    `);
  });

  it("lists every code of both catalogues", async () => {
    const { stdout } = await callCli(["explain"]);
    for (const code of [...Object.keys(errors), ...Object.keys(issueCodes)]) expect(stdout).toContain(code);
  });

  it("exits with 2 and suggests the nearest code", async () => {
    const { code, stderr } = await callCli(["explain", "UNKNWON_TARGET"]);
    expect(code).toBe(2);
    expect(stderr).toContain('Did you mean "UNKNOWN_TARGET"?');
  });
});
