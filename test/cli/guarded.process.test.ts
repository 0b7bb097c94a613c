/** What a node's code does to the process of `serve` is charged to its run, and harms no other. Each as a real process. */
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "@langchain/langgraph-sdk";
import { describe, expect, it } from "vitest";
import { createRuntime } from "../../runtime/create-runtime.ts";
import { freshPglite, opened } from "../support/databases.ts";
import { until } from "../support/until.ts";
import { startCliProcess } from "./call-cli.ts";

const config = "test/cli/projects/culprits/langgraph.json";

async function served() {
  const argv = ["serve", "--port", "0", "--log-level", "error", "--config", config];
  const cli = startCliProcess(argv, { env: { SIGNALBOX_DATA: "memory://" } });
  const url = (await cli.line()).split(" at ")[1] ?? "";
  await cli.line();
  await cli.line();
  const client = new Client({ apiUrl: url, apiKey: null });
  const begin = async (deed: string, graph = "culprit") => {
    const { thread_id } = await client.threads.create();
    const { run_id } = await client.runs.create(thread_id, graph, { input: { deed } });
    const result = async () => {
      const run = await until(`the end of "${deed}"`, async () => {
        const { status } = await client.runs.get(thread_id, run_id);
        return status !== "pending" && status !== "running" && status;
      });
      return { status: run, values: JSON.stringify(await client.runs.join(thread_id, run_id)) };
    };
    return { thread_id, run_id, result };
  };
  return { ...cli, client, begin };
}

describe("a process that serves", () => {
  it("fails the run whose code tries to end it or leaves an error uncaught, with the node's name, and no other", async () => {
    const { begin, client, stop } = await served();
    const neighbour = await begin("wait for an hour");
    const refused = ["exit", "exit in a timer", "exit, caught", "abort", "kill"];
    const uncaught = ["reject late", "throw in a timer", "emit an error"];
    for (const graph of ["culprit", "agent-desk"])
      for (const deed of [...refused, ...uncaught]) {
        const { status, values } = await (await begin(deed, graph)).result();
        const code = refused.includes(deed) ? "PROCESS_EXIT_REFUSED" : "UNCAUGHT_IN_NODE";
        expect({ deed, status, values }).toEqual({ deed, status: "error", values: expect.stringContaining(code) });
        expect(values).toContain(`Node \\\\\\"${graph === "culprit" ? "doer" : "act"}\\\\\\"`);
      }
    const late = await begin("reject after the end");
    expect(await late.result()).toMatchObject({ status: "success" });
    await sleep(500);
    expect(await (await begin("nothing")).result()).toMatchObject({ status: "success" });
    expect((await client.runs.get(neighbour.thread_id, neighbour.run_id)).status).toBe("running");
    await stop("SIGKILL");
  });

  it.each(["wait for an hour", "never end"])("ends within its grace after SIGTERM, although a node does: %s", async (deed) => {
    const { begin, client, stop } = await served();
    const { thread_id, run_id } = await begin(deed);
    await until("its begin", async () => (await client.runs.get(thread_id, run_id)).status === "running");
    const askedAt = performance.now();
    const { code, lines } = await stop("SIGTERM");
    expect({ code, lines }).toEqual({ code: 0, lines: [expect.stringContaining("SIGTERM"), "stopped"] });
    expect(performance.now() - askedAt).toBeLessThan(60_000);
  });

  it("drains and exits with 1 for an error that belongs to no run", async () => {
    const { begin, ended } = await served();
    await begin("break the process");
    const { code, stdout, stderr } = await ended;
    expect(code).toBe(1);
    expect(stdout).toContain("uncaught error (broken outside): finishing the steps that are running");
    expect(stderr).toContain("belongs to no run");
  });
});

it("a runtime in somebody else's process installs no handlers on it", async () => {
  const events = ["uncaughtException", "unhandledRejection", "SIGTERM", "SIGINT", "exit", "beforeExit"];
  const counts = () => events.map((event) => process.listenerCount(event));
  const before = { counts: counts(), exit: process.exit, abort: process.abort, kill: process.kill };
  const runtime = await createRuntime({ database: await opened(await freshPglite()), graphs: {} });
  await runtime.start();
  expect({ counts: counts(), exit: process.exit, abort: process.abort, kill: process.kill }).toEqual(before);
  await runtime.stop();
});
