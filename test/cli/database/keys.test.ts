/** `signalbox keys`: a key is shown once, listed without it, revoked; and a server with keys may listen anywhere. */
import { describe, expect, it } from "vitest";
import { freshPglite } from "../../support/databases.ts";
import { callCli } from "../call-cli.ts";

describe("signalbox keys", () => {
  it("creates, lists and revokes", async () => {
    const env = { SIGNALBOX_DATA: (await freshPglite()).dataFolder };
    const keys = (...args: string[]) => callCli(["keys", ...args], { env });
    const created = await keys("create", "dana", "--person", "--role", "refund-lead", "--scope", "threads:read");
    expect(created).toMatchObject({ code: 0, stdout: expect.stringMatching(/^sbk_[0-9a-f]{12}_[\w-]{43}\n$/) });
    const id = created.stdout.slice(4, 16);
    const listed = await keys("list");
    expect(listed.stdout).toContain(`${id}  dana  person  default  valid  never used  roles refund-lead  scopes threads:read`);
    expect(listed.stdout).not.toContain(created.stdout.slice(17).trim());
    expect((await keys("revoke", id)).code).toBe(0);
    expect((await keys("list")).stdout).toContain("revoked");
    expect(await keys("revoke", "000000000000")).toMatchObject({ code: 1, stderr: expect.stringContaining("There is no key") });
    expect(await keys("create", "x", "--scope", "thread:read")).toMatchObject({ code: 1, stderr: expect.stringContaining("threads:read") });
  });

  it("says for whom a service may act", async () => {
    const env = { SIGNALBOX_DATA: (await freshPglite()).dataFolder };
    const create = (...args: string[]) => callCli(["keys", "create", ...args], { env });
    expect((await create("bot", "--act-for", "slack:T1/=lead,agent", "--distinct")).stderr).toContain("decisions:delegate");
    const { stdout } = await callCli(["keys", "list"], { env });
    expect(stdout).toContain('acts for [{"prefix":"slack:T1/","roles":["lead","agent"],"distinct":true}]');
    const refusals = { "--person": "leave out --person", "--scope=runs:write": "--scope decisions:delegate" };
    for (const [option, why] of Object.entries(refusals))
      expect(await create("bot", "--act-for", "a=", option)).toMatchObject({ code: 1, stderr: expect.stringContaining(why) });
    expect((await create("bot", "--distinct")).code).toBe(1);
    expect(await create("bot", "--act-for", "slack")).toMatchObject({ code: 2, stderr: expect.stringContaining("Write a prefix of ids") });
  });

  it("are what a server on a public address needs", async () => {
    const env = { SIGNALBOX_DATA: (await freshPglite()).dataFolder };
    const { code, stderr } = await callCli(
      ["serve", "--config", "test/cli/projects/good/langgraph.json", "--host", "0.0.0.0", "--port", "0"],
      { env },
    );
    expect([code, stderr]).toEqual([1, expect.stringContaining("[AUTH_REQUIRED]")]);
  });
});
