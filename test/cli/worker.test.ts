/** `signalbox worker` as an operator uses it: servers that only serve, workers that only work, one Postgres between them. */
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "@langchain/langgraph-sdk";
import { describe, expect, it } from "vitest";
import { freshPostgres } from "../support/databases.ts";
import { callCli, startCli } from "./call-cli.ts";

const config = "test/cli/projects/good/langgraph.json";
const refund = { input: { message: "I was charged twice", orderId: "o-20" } };

/** A command on the Postgres, once it has printed its banner. */
async function started(args: string[], url: string) {
  const cli = startCli([...args, "--log-level", "error", "--config", config], { env: { DATABASE_URL: url } });
  return { ...cli, banner: [await cli.line(), await cli.line(), await cli.line()] };
}

describe("signalbox worker", () => {
  it("executes what a server leaves to it, until it is asked to stop; the next worker continues", async () => {
    const { url } = await freshPostgres();
    const server = await started(["serve", "--port", "0", "--slots", "0"], url);
    const client = new Client({ apiUrl: server.banner[0]?.split(" at ")[1] ?? "", apiKey: null });
    const { thread_id } = await client.threads.create();
    const run = await client.runs.create(thread_id, "support-desk", refund);
    await sleep(500); // no process executes runs yet
    expect((await client.runs.get(thread_id, run.run_id)).status).toBe("pending");
    const worker = await started(["worker", "--slots", "3"], url);
    expect(worker.banner[0]).toMatch(/^Signalbox \d+\.\d+\.\d+ executes up to 3 runs at a time$/);
    await client.runs.join(thread_id, run.run_id);
    expect((await client.threads.get(thread_id)).status).toBe("idle");
    expect(await worker.stop("SIGTERM")).toEqual({ lines: ["SIGTERM: finishing the steps that are running", "stopped"], code: 0 });
    const again = await client.runs.create(thread_id, "support-desk", refund);
    const second = await started(["worker"], url);
    await client.runs.join(thread_id, again.run_id);
    expect((await client.runs.get(thread_id, again.run_id)).status).toBe("success");
    expect((await second.stop("SIGINT")).code).toBe(0);
    expect((await server.stop("SIGTERM")).code).toBe(0);
  });

  it("reports that it needs a Postgres", async () => {
    const { code, stderr } = await callCli(["worker", "--config", config]);
    expect(code).toBe(1);
    expect(stderr).toContain("A worker needs DATABASE_URL");
  });

  it.each([["-1"], ["many"], ["1.5"]])("exits with 2 for --slots %s", async (slots) => {
    const { code, stderr } = await callCli(["worker", "--slots", slots]);
    expect(code).toBe(2);
    expect(stderr).toContain("Write a whole number from 0 (none) to 1000");
  });
});
