/** A run over HTTP beside the reference server: the same graphs built by hand, the same official client, in turn. Ours keeps every step in Postgres, the reference in memory. */
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { Client } from "@langchain/langgraph-sdk";
import { type Running, startOnPostgres, startReference } from "../../test/protocol/servers/start.ts";
import { percentile, timed } from "../engine/times.ts";
import { cpuSecondsOf } from "../server/cpu-seconds.ts";
import type { Seen } from "../table/metrics.ts";

const RUNS = 40;
/** As `langgraphjs dev` starts it. */
const REFERENCE_WORKERS = 10;
const CONFIG = fileURLToPath(new URL("../server/graphs/langgraph.json", import.meta.url));

interface Measured {
  readonly p50: number;
  readonly cpu: number;
}

/** Resolves to the time that counts. */
type Act = (client: Client) => Promise<number>;

const wholeRun: Act = (client) =>
  timed(async () => {
    const { thread_id } = await client.threads.create();
    await client.runs.wait(thread_id, "chain", { input: { n: 0 } });
  });

/** The time from the answer to the end: the question was asked before. */
const resume: Act = async (client) => {
  const { thread_id } = await client.threads.create();
  await client.runs.wait(thread_id, "asks", { input: { n: 0 } });
  return timed(() => client.runs.wait(thread_id, "asks", { command: { resume: "yes" } }));
};

export async function compareReference(rounds: number): Promise<Seen> {
  const servers = [await startOnPostgres(CONFIG), await startReference(CONFIG, REFERENCE_WORKERS)] as const;
  const seen = {
    referenceCpu: [] as number[],
    referenceP50: [] as number[],
    referenceResumeCpu: [] as number[],
    referenceResumeP50: [] as number[],
  };
  for (let round = 0; round < rounds; round++) {
    const [run, theirRun] = [await measure(servers[0], wholeRun), await measure(servers[1], wholeRun)];
    const [answer, theirAnswer] = [await measure(servers[0], resume), await measure(servers[1], resume)];
    seen.referenceCpu.push(run.cpu / theirRun.cpu);
    seen.referenceP50.push(run.p50 / theirRun.p50);
    seen.referenceResumeCpu.push(answer.cpu / theirAnswer.cpu);
    seen.referenceResumeP50.push(answer.p50 / theirAnswer.p50);
  }
  await Promise.all(servers.map((server) => server.stop()));
  return seen;
}

/** One run at a time. */
async function measure(server: Running, act: Act): Promise<Measured> {
  const client = new Client({ apiUrl: server.url, apiKey: null, callerOptions: { maxRetries: 0 } });
  for (let warmUp = 0; warmUp < 3; warmUp++) await act(client);
  const before = await cpuSecondsOf(server.pid);
  const times: number[] = [];
  for (let run = 0; run < RUNS; run++) times.push(await act(client));
  // what a run leaves to be done belongs to it
  await sleep(500);
  return { p50: percentile(times, 0.5), cpu: (await cpuSecondsOf(server.pid)) - before };
}
