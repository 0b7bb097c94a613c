/**
 * A run over HTTP beside the reference server, in one run of this program: the same graphs, clients and machine, in turn. Ours keeps every
 * step in Postgres; the reference keeps it in memory. Prints p50, p99, runs a second, and the CPU that the server took for a run.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { Client } from "@langchain/langgraph-sdk";
import { type Running, startOnPostgres, startReference } from "../test/protocol/servers/start.ts";
import { percentile, timed } from "./engine/times.ts";
import { cpuSecondsOf } from "./server/cpu-seconds.ts";

const ROUNDS = 3;
const RUNS: Readonly<Record<number, number>> = { 1: 40, 16: 160, 64: 320 };
const RESUMES = 40;
/** As `langgraphjs dev` starts it. */
const REFERENCE_WORKERS = 10;

const config = fileURLToPath(new URL("./server/graphs/langgraph.json", import.meta.url));

interface Measured {
  readonly times: readonly number[];
  readonly seconds: number;
  readonly cpuSeconds: number;
}

const runChain = async (client: Client): Promise<void> => {
  const { thread_id } = await client.threads.create();
  await client.runs.wait(thread_id, "chain", { input: { n: 0 } });
};

/** The time from the answer to the end: the question was asked before. */
async function resumeTime(client: Client): Promise<number> {
  const { thread_id } = await client.threads.create();
  await client.runs.wait(thread_id, "asks", { input: { n: 0 } });
  return timed(() => client.runs.wait(thread_id, "asks", { command: { resume: "yes" } }));
}

async function measure(
  server: Running,
  { runs, clients, act }: { runs: number; clients: number; act: (client: Client) => Promise<number> },
): Promise<Measured> {
  const client = new Client({ apiUrl: server.url, apiKey: null, callerOptions: { maxConcurrency: clients, maxRetries: 0 } });
  await act(client);
  const cpuBefore = await cpuSecondsOf(server.pid);
  const times: number[] = [];
  let left = runs;
  const began = performance.now();
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (left-- > 0) times.push(await act(client));
    }),
  );
  const seconds = (performance.now() - began) / 1_000;
  // what a run leaves to be done belongs to it
  await sleep(500);
  return { times, seconds, cpuSeconds: (await cpuSecondsOf(server.pid)) - cpuBefore };
}

const chainTime = (client: Client) => timed(() => runChain(client));
const scenes = [
  ...Object.entries(RUNS).map(([clients, runs]) => ({
    name: `10 nodes, ${clients} at a time`,
    clients: Number(clients),
    runs,
    act: chainTime,
  })),
  { name: "answer to end of run", clients: 1, runs: RESUMES, act: resumeTime },
];

const servers = { ours: await startOnPostgres(config), reference: await startReference(config, REFERENCE_WORKERS) };
const ms = (value: number) => `${value < 100 ? value.toFixed(1) : Math.round(value)} ms`;
const median = (values: readonly number[]) => percentile(values, 0.5);

console.log("| scene | server | runs | p50 | p99 | runs/s | server CPU a run |\n| --- | --- | --- | --- | --- | --- | --- |");
for (const scene of scenes) {
  const rounds: Record<keyof typeof servers, Measured[]> = { ours: [], reference: [] };
  for (let round = 0; round < ROUNDS; round++)
    for (const name of ["ours", "reference"] as const) rounds[name].push(await measure(servers[name], scene));
  const row = (name: keyof typeof servers) => {
    const times = rounds[name].flatMap((one) => one.times);
    const rate = median(rounds[name].map((one) => one.times.length / one.seconds));
    const cpu = median(rounds[name].map((one) => (one.cpuSeconds * 1_000) / one.times.length));
    return { p50: median(times), p99: percentile(times, 0.99), rate, cpu, runs: times.length };
  };
  const [ours, reference] = [row("ours"), row("reference")];
  for (const [name, one] of [
    ["ours", ours],
    ["reference", reference],
  ] as const)
    console.log(`| ${scene.name} | ${name} | ${one.runs} | ${ms(one.p50)} | ${ms(one.p99)} | ${one.rate.toFixed(1)} | ${ms(one.cpu)} |`);
  console.log(
    `| ${scene.name} | ratio | | ${(ours.p50 / reference.p50).toFixed(2)} | ${(ours.p99 / reference.p99).toFixed(2)} | ${(ours.rate / reference.rate).toFixed(2)} | ${(ours.cpu / reference.cpu).toFixed(2)} |`,
  );
}
await Promise.all(Object.values(servers).map((server) => server.stop()));
