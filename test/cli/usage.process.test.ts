/** The bin as a process: its exit code and its streams, and what it loads. */
import { describe, expect, it } from "vitest";
import { startCliProcess } from "./call-cli.ts";

it("exits with the code, prints on both streams, and obeys FORCE_COLOR", async () => {
  const args = ["check", "test/cli/projects/wrong/graph.yaml"];
  const { code, stdout } = await startCliProcess(args, { env: { FORCE_COLOR: "1" } }).ended;
  expect({ code, stdout }).toEqual({ code: 1, stdout: expect.stringContaining("\u001b[") });
  const unknown = await startCliProcess(["check", "nope"]).ended;
  expect(unknown).toEqual({ code: 2, stdout: "", stderr: expect.stringMatching(/^signalbox: langgraph\.json has no graph "nope"/) });
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
