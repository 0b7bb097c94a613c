/** `signalbox worker` as an operator meets it: servers that only serve, workers that only work, one Postgres between them. */
import { once } from "node:events";
import { createInterface } from "node:readline";
import { Client } from "@langchain/langgraph-sdk";
import { describe, expect, it, onTestFinished } from "vitest";
import { freshPostgres } from "../support/databases.ts";
import { runCli, startCli } from "./run-cli.ts";

const config = "test/cli/projects/good/langgraph.json";
const refund = { input: { message: "I was charged twice", orderId: "o-20" } };

/** A process of the command line, once it has said its three lines. */
async function begun(args: string[], url: string) {
  const child = startCli([...args, "--log-level", "error", "--config", config], { env: { DATABASE_URL: url } });
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const next = async (): Promise<string> => (await lines.next()).value ?? "";
  const banner = [await next(), await next(), await next()];
  const stop = async (signal: NodeJS.Signals) => {
    const exited = once(child, "exit");
    child.kill(signal);
    return { lines: [await next(), await next()], code: (await exited)[0] };
  };
  return { banner, stop };
}

describe("signalbox worker", () => {
  it("does what a server leaves to it, until it is told to stop; the next worker goes on", async () => {
    const { url } = await freshPostgres();
    const server = await begun(["serve", "--port", "0", "--slots", "0"], url);
    const client = new Client({ apiUrl: server.banner[0]?.split(" at ")[1] ?? "", apiKey: null });
    const { thread_id } = await client.threads.create();
    const run = await client.runs.create(thread_id, "support-desk", refund);
    // nobody works yet
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect((await client.runs.get(thread_id, run.run_id)).status).toBe("pending");
    const worker = await begun(["worker", "--slots", "3"], url);
    expect(worker.banner[0]).toMatch(/^Signalbox \d+\.\d+\.\d+ works on 3 runs at once$/);
    await client.runs.join(thread_id, run.run_id);
    expect((await client.threads.get(thread_id)).status).toBe("idle");
    expect(await worker.stop("SIGTERM")).toEqual({ lines: ["SIGTERM: finishing what is under way", "stopped"], code: 0 });
    const again = await client.runs.create(thread_id, "support-desk", refund);
    const heir = await begun(["worker"], url);
    await client.runs.join(thread_id, again.run_id);
    expect((await client.runs.get(thread_id, again.run_id)).status).toBe("success");
    expect((await heir.stop("SIGINT")).code).toBe(0);
    expect((await server.stop("SIGTERM")).code).toBe(0);
  });

  it("says that it needs a Postgres", async () => {
    const { code, stderr } = await runCli(["worker", "--config", config]);
    expect(code).toBe(1);
    expect(stderr).toContain("A worker needs DATABASE_URL");
  });

  it.each([["-1"], ["many"], ["1.5"]])("answers 2 for --slots %s", async (slots) => {
    const { code, stderr } = await runCli(["worker", "--slots", slots]);
    expect(code).toBe(2);
    expect(stderr).toContain("Write a whole number from 0 (none) to 1000");
  });
});
