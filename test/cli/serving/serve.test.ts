/** `signalbox serve` as an operator uses it: what it prints when it starts, stops, and cannot start. */
import { once } from "node:events";
import { request } from "node:http";
import { createServer } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { freshPglite, freshPostgres } from "../../support/databases.ts";
import { callCli } from "../call-cli.ts";
import { serve, served } from "./served.ts";

describe("signalbox serve", () => {
  it("serves from Postgres, and prints its address without the password", async () => {
    const { url: databaseUrl } = await freshPostgres();
    const { banner, stop } = await served({ DATABASE_URL: databaseUrl });
    const { host, pathname, password } = new URL(databaseUrl);
    expect(banner[2]).toBe(`database: Postgres at ${host}${pathname}`);
    expect(banner.join()).not.toContain(password);
    expect((await stop("SIGTERM")).code).toBe(0);
  });

  it("answers to the names and takes the bodies that its options and variables allow", async () => {
    const { url, stop } = await served({
      SIGNALBOX_DATA: "memory://",
      SIGNALBOX_ALLOWED_HOSTS: "agents.example.com, *.example.org",
      SIGNALBOX_BODY_LIMIT: "2mb",
    });
    const statusFor = (host: string, bytes: number) =>
      new Promise<number | undefined>((resolve, reject) => {
        const headers = { host, "content-length": bytes };
        const sent = request(`${url}/threads`, { method: "POST", headers }, (answer) => resolve(answer.resume().statusCode));
        sent.on("error", reject).end(`{"metadata":{"a":"${"x".repeat(bytes - 21)}"}}`);
      });
    const hosts = ["agents.example.com", "a.example.org:80", "localhost", "evil.example"];
    expect(await Promise.all(hosts.map((host) => statusFor(host, 1_500_000)))).toEqual([200, 200, 200, 403]);
    expect(await statusFor("localhost", 2_100_000)).toBe(413);
    await stop("SIGTERM");
    await expectFailure(
      [...serve(), "--body-limit", "lots"],
      { SIGNALBOX_DATA: "memory://" },
      /The body limit is "lots".*\[CONFIG_INVALID\]/,
    );
    await expectFailure(
      [...serve(), "--allowed-hosts", "http://x.example"],
      { SIGNALBOX_DATA: "memory://" },
      /"http:\/\/x\.example" in the allowed hosts is not a host.*\[CONFIG_INVALID\]/,
    );
  });

  it("does not start without the key of a model that it would call", async () => {
    const { code, stderr } = await callCli(["serve", "--port", "0", "--config", "test/cli/projects/keyless/langgraph.json"], {
      env: { SIGNALBOX_DATA: "memory://" },
    });
    expect(code).toBe(1);
    expect(stderr).toContain('registry.models.fast.needs.0: model "fast" needs OPENAI_API_KEY, which is not set.');
  });

  it("refuses a data folder in use, and names its process", async () => {
    const { dataFolder } = await freshPglite();
    const { pid } = process;
    await served({ SIGNALBOX_DATA: dataFolder });
    await expectFailure(
      serve(),
      { SIGNALBOX_DATA: dataFolder },
      new RegExp(`in use by process ${pid} .*SIGNALBOX_DATA.*\\[DATA_FOLDER_LOCKED\\]`),
    );
  });

  it("refuses a port in use, and leaves the data folder free", async () => {
    const { dataFolder } = await freshPglite();
    const blocker = createServer().listen(0, "127.0.0.1");
    onTestFinished(() => void blocker.close());
    await once(blocker, "listening");
    const { port } = blocker.address() as { port: number };
    await expectFailure(
      serve("--port", String(port)),
      { SIGNALBOX_DATA: dataFolder },
      /Port \d+ on 127\.0\.0\.1 is in use.*\[PORT_IN_USE\]/,
    );
    await (await served({ SIGNALBOX_DATA: dataFolder })).stop("SIGTERM");
  });

  it("reports that no server responds, and that a login is refused", async () => {
    await expectFailure(
      serve(),
      { DATABASE_URL: "postgres://u:geheim@127.0.0.1:1/x" },
      /Postgres at 127\.0\.0\.1:1\/x does not answer.*\[DATABASE_UNREACHABLE\]/,
    );
    const { url } = await freshPostgres();
    const wrong = Object.assign(new URL(url), { password: "geheim" });
    await expectFailure(serve(), { DATABASE_URL: wrong.href }, /refuses the login.*\[DATABASE_LOGIN_FAILED\]/);
  });

  it("lists what is wrong with a declaration, and opens nothing", async () => {
    const { code, stdout, stderr } = await callCli(["serve", "--port", "0", "--config", "test/cli/projects/wrong/langgraph.json"]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain('signalbox: Graph "support-desk" has ');
    expect(stderr).toContain('\n  budget.next: there is no node "specialits". Did you mean "specialist"?  [UNKNOWN_TARGET]\n');
  });

  it("reports an export that is not a graph", async () => {
    await expectFailure(
      ["serve", "--config", "test/cli/projects/unloadable/not-a-graph.json"],
      {},
      /"answer" in langgraph\.json is not a graph/,
    );
  });

  it.each([
    [{ PORT: "abc" }, "Write a whole number from 0 to 65535"],
    [{ LOG_LEVEL: "loud" }, "Allowed choices are trace, debug"],
  ])("exits with 2 for %j", async (env, message) => {
    const { code, stderr } = await callCli(["serve"], { env });
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});

/** One line, exit code 1, no stack and no password. */
async function expectFailure(args: string[], env: Record<string, string>, message: RegExp): Promise<void> {
  const { code, stdout, stderr } = await callCli(args, { env });
  expect(stderr).toMatch(message);
  expect(stderr).not.toMatch(/geheim|\n +at /);
  expect(stderr.trim().split("\n")).toHaveLength(1);
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
}
