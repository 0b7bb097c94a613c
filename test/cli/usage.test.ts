/** The command line's help, its version, and its answer to a mistyped command. */
import { describe, expect, it } from "vitest";
import { errors } from "../../language/issues/errors.ts";
import { issueCodes } from "../../language/issues/issue-codes.ts";
import { callCli } from "./call-cli.ts";

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
