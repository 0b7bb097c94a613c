/** `signalbox check` as a person and a script use it: its output and its exit code. */
import { describe, expect, it } from "vitest";
import { callCli } from "./call-cli.ts";

const projects = "test/cli/projects";

describe("signalbox check", () => {
  it("exits with 0 and prints one line for a graph without issues", async () => {
    const { code, stdout } = await callCli(["check", `${projects}/good/graph.yaml`]);
    expect(code).toBe(0);
    expect(stdout).toMatchInlineSnapshot(`
      "refunds, version 2: ok, 3 nodes and 6 edges
      "
    `);
  });

  it("exits with 1 and prints every issue at once, each with file, line, column and what to write instead", async () => {
    const { code, stdout } = await callCli(["check", `${projects}/wrong/graph.yaml`]);
    expect(code).toBe(1);
    expect(stdout).toMatchInlineSnapshot(`
      "test/cli/projects/wrong/graph.yaml:9:24 nodes.triage.routes.billing: there is no node "findOder". Did you mean "findOrder"?  [UNKNOWN_TARGET]
      test/cli/projects/wrong/graph.yaml:9:13 nodes.triage.routes: router "intent" can answer "account", but has no target for it. Add \`account: <node>\`.  [UNHANDLED_LABEL]
      test/cli/projects/wrong/graph.yaml:13:13 nodes.findOrder.writes: there is no channel "ordr". Did you mean "order"?  [UNKNOWN_CHANNEL]
      test/cli/projects/wrong/graph.yaml:11:5 nodes.findOrder: tool "lookupOrder" can answer "ORDER_NOT_FOUND", but has no target for it. Add \`ORDER_NOT_FOUND: <node>\`.  [UNHANDLED_LABEL]
      refunds: 4 errors
      "
    `);
  });

  it("reports the second of two equal keys", async () => {
    const { code, stdout } = await callCli(["check", `${projects}/wrong/duplicate.yaml`]);
    expect(code).toBe(1);
    expect(stdout).toContain("duplicate.yaml:3:1");
    expect(stdout).toContain("[DUPLICATE_KEY]");
  });

  it("checks every declared graph of langgraph.json, and reports which it skipped", async () => {
    const { code, stdout, stderr } = await callCli(["check"], { cwd: `${projects}/good` });
    expect(code).toBe(0);
    expect(stdout).toContain("support-desk, version 1: ok, 10 nodes");
    expect(stderr).toBe("echo: a LangGraph graph without a declaration: skipped\n");
  });

  it("finds graphs in a TypeScript file", async () => {
    const { code, stdout } = await callCli(["check", "test/fixtures/order-desk.ts"]);
    expect(code).toBe(0);
    expect(stdout).toContain("1 warning");
  });

  it("reports the key that a model of the graph lacks, until it is set", async () => {
    const { code, stdout } = await callCli(["check"], { cwd: `${projects}/keyless` });
    expect(code).toBe(1);
    expect(stdout).toMatchInlineSnapshot(`
      "registry.models.fast.needs.0: model "fast" needs OPENAI_API_KEY, which is not set. Set OPENAI_API_KEY.  [MISSING_SECRET]
      helper: 1 error
      "
    `);
    expect((await callCli(["check"], { cwd: `${projects}/keyless`, env: { OPENAI_API_KEY: "sk-test" } })).code).toBe(0);
  });

  it("checks an overlay of params against the graph, with its own places", async () => {
    const graph = `${projects}/good/approval.yaml`;
    expect((await callCli(["check", graph, "--overlay", `${projects}/good/overlay.yaml`])).code).toBe(0);
    const { code, stdout } = await callCli(["check", graph, "--overlay", `${projects}/wrong/overlay.yaml`]);
    expect(code).toBe(1);
    expect(stdout).toMatchInlineSnapshot(`
      "test/cli/projects/wrong/overlay.yaml:3:3 overlay.params.mosst: the graph has no param "mosst" to override. Did you mean "most"?  [UNKNOWN_PARAM]
      test/cli/projects/wrong/overlay.yaml:2:13 overlay.params.decideIn: param "decideIn" holds "soon", which does not fit where it is used. Give it a value that could stand there itself.  [PARAM_TYPE]
      approvals: 2 errors
      "
    `);
  });

  it("prints issues as JSON with their places", async () => {
    const { code, stdout } = await callCli(["check", "--json", `${projects}/wrong/graph.yaml`]);
    const { ok, graphs } = JSON.parse(stdout);
    expect(code).toBe(1);
    expect(ok).toBe(false);
    expect(graphs[0].issues[0]).toMatchObject({
      code: "UNKNOWN_TARGET",
      severity: "error",
      path: ["nodes", "triage", "routes", "billing"],
      at: `${projects}/wrong/graph.yaml:9:24`,
      repair: { op: "replace", value: "findOrder" },
    });
  });

  it.each([
    ["an unknown id", ["check", "nope", "--config", `${projects}/good/langgraph.json`], /langgraph\.json has no graph "nope"/],
    ["a near id", ["check", "suport-desk", "--config", `${projects}/good/langgraph.json`], /Did you mean "support-desk"\?/],
    ["a file that is not there", ["check", `${projects}/good/nope.yaml`], /nope\.yaml cannot be read: ENOENT/],
    ["no registry", ["check", "package.json"], /package\.json has no registry\.ts beside it.*--registry/],
    ["no langgraph.json", ["check", "--config", `${projects}/langgraph.json`], /There is no .*langgraph\.json\. .*--config/],
    [
      "code that throws",
      ["check", "broken", "--config", `${projects}/unloadable/langgraph.json`],
      /cannot be loaded: the price list could not be read/,
    ],
    [
      "an export that is not there",
      ["check", "nameless", "--config", `${projects}/unloadable/langgraph.json`],
      /has no export "grpah".*"graph"/,
    ],
    ["a missing module", ["check", "missing", "--config", `${projects}/unloadable/langgraph.json`], /There is no file .*missing\.ts/],
  ])("exits with 2 and prints one line for %s", async (_what, args, message) => {
    const { code, stderr } = await callCli(args);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
    expect(stderr.trim().split("\n")).toHaveLength(1);
  });

  it("shows a stack only with --debug", async () => {
    const args = ["check", "broken", "--config", `${projects}/unloadable/langgraph.json`];
    expect((await callCli(args)).stderr).not.toContain("    at ");
    expect((await callCli([...args, "--debug"])).stderr).toContain("    at ");
  });

  it("colours its output only when asked to", async () => {
    const args = ["check", `${projects}/good/graph.yaml`];
    const colourCode = "\u001b[";
    expect((await callCli(args)).stdout).not.toContain(colourCode);
    expect((await callCli(args, { isColoured: true })).stdout).toContain(colourCode);
  });
});
