/** What the command line says of itself, and to a mistyped command. */
import { describe, expect, it } from "vitest";
import { errors } from "../../language/issues/errors.ts";
import { issueCodes } from "../../language/issues/issue-codes.ts";
import { runCli } from "./run-cli.ts";

describe("signalbox", () => {
  it("helps with examples and exit codes", async () => {
    const { code, stdout } = await runCli(["--help"]);
    expect(code).toBe(0);
    expect(stdout).toContain("Examples:");
    expect(stdout).toContain("Exit codes:");
  });

  it.each(["check", "draw", "diff", "coverage", "explain", "retry", "serve", "worker"])("has help for %s", async (command) => {
    const { code, stdout } = await runCli([command, "--help"]);
    expect(code).toBe(0);
    expect(stdout).toContain(`Usage: signalbox ${command}`);
  });

  it("answers 2 and the nearest command for one that does not exist", async () => {
    const { code, stderr } = await runCli(["chekc"]);
    expect(code).toBe(2);
    expect(stderr).toContain("Did you mean check?");
  });

  it("prints its version", async () => {
    expect((await runCli(["--version"])).stdout).toMatch(/^\d+\.\d+\.\d+/);
  });
});

describe("signalbox explain", () => {
  it("says what a code means and what to do", async () => {
    const { code, stdout } = await runCli(["explain", "unknown_target"]);
    expect(code).toBe(0);
    expect(stdout).toMatchInlineSnapshot(`
      "UNKNOWN_TARGET  found by check, an error
      An edge leads to a node that does not exist.
      What to do: Correct the name, or add the node.
      "
    `);
  });

  it("lists every code of both catalogues", async () => {
    const { stdout } = await runCli(["explain"]);
    for (const code of [...Object.keys(errors), ...Object.keys(issueCodes)]) expect(stdout).toContain(code);
  });

  it("answers 2 with the nearest code", async () => {
    const { code, stderr } = await runCli(["explain", "UNKNWON_TARGET"]);
    expect(code).toBe(2);
    expect(stderr).toContain('Did you mean "UNKNOWN_TARGET"?');
  });
});
