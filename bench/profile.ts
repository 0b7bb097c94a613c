/** Where the CPU of a durable step goes: a profile of the server while it carries out runs of ten nodes, 16 at a time, by whose code was at work. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { startPostgres } from "../test/support/postgres-server.ts";
import { type CpuProfile, sharesOf } from "./profile/parts.ts";
import { cpuSecondsOf } from "./server/cpu-seconds.ts";

const RUNS = 320;
const CLIENTS = 16;
const STEPS = 10;
const WARM_UP = 80;
const INTERVAL_US = 500;

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "signalbox-bench-profile-"));
// it waits for the disk, as in production
const postgres = await startPostgres(folder, ["fsync=on", "full_page_writes=on"]);
try {
  const { address, stop, pid } = await startServer(postgres.url);
  await run(address, WARM_UP);
  const [from, before] = [nowUs(), await cpuSecondsOf(pid)];
  await run(address, RUNS);
  const [to, cpuSeconds] = [nowUs(), (await cpuSecondsOf(pid)) - before];
  await stop();
  const [file] = readdirSync(folder).filter((name) => name.endsWith(".cpuprofile"));
  const profile: CpuProfile = JSON.parse(readFileSync(join(folder, file ?? ""), "utf8"));
  print(sharesOf(profile, { from, to, interval: INTERVAL_US }), { cpuSeconds, seconds: (to - from) / 1e6 });
} finally {
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
}

function nowUs(): number {
  return Number(process.hrtime.bigint() / 1_000n);
}

async function startServer(url: string): Promise<{ address: string; pid: number; stop(): Promise<void> }> {
  const profiled = ["--cpu-prof", "--cpu-prof-interval", String(INTERVAL_US), "--cpu-prof-dir", folder];
  const args = [...profiled, "cli/signalbox.ts", "serve", "--port", "0", "--slots", String(CLIENTS), "--log-level", "silent"];
  const env = { ...process.env, DATABASE_URL: url, NODE_ENV: "production", LANGSMITH_TRACING: "false" };
  const config = ["--config", join(root, "bench/graphs/langgraph.json")];
  const child = spawn(process.execPath, [...args, ...config], { cwd: root, env, stdio: ["ignore", "pipe", "inherit"] });
  for await (const line of createInterface(child.stdout)) {
    const address = / at (http:\/\/\S+)$/.exec(line)?.[1];
    if (address === undefined) continue;
    child.stdout.resume();
    const stop = async () => {
      const exited = once(child, "exit");
      child.kill("SIGTERM");
      await exited;
    };
    return { address, pid: child.pid ?? 0, stop };
  }
  throw new Error("the server did not start");
}

async function run(address: string, runs: number): Promise<void> {
  const post = async (path: string, body: object) => {
    const response = await fetch(new URL(path, address), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as { thread_id: string };
  };
  let left = runs;
  const client = async () => {
    while (left-- > 0) {
      const { thread_id } = await post("/threads", {});
      await post(`/threads/${thread_id}/runs/wait`, { assistant_id: "chain", input: { n: 0 } });
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
}

function print(shares: readonly { part: string; us: number }[], { cpuSeconds, seconds }: { cpuSeconds: number; seconds: number }): void {
  const total = shares.reduce((sum, { us }) => sum + us, 0);
  console.log("| part | share | µs a step |\n| --- | --- | --- |");
  for (const { part, us } of shares) console.log(`| ${part} | ${((100 * us) / total).toFixed(1)} % | ${(us / RUNS / STEPS).toFixed(0)} |`);
  const aStep = (cpuSeconds * 1e6) / RUNS / STEPS;
  console.log(
    `\n${(RUNS / seconds).toFixed(1)} runs/s; the process took ${aStep.toFixed(0)} µs of CPU a step, threads of V8 and the profiler included`,
  );
}
