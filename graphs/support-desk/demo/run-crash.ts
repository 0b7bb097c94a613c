/** Kills the server inside a node, starts it again, and only watches: the server must finish the run by itself. */
import { setTimeout as sleep } from "node:timers/promises";
import { crashCase } from "./cases.ts";
import { DeskClient } from "./desk-client.ts";
import { type CaseResult, resultOf } from "./run-case.ts";
import { type ServerProcess, startServer } from "./server-process.ts";

/** The node in which the letter system keeps the run waiting. */
export const KILLED_IN = "confirm";
const LIMIT_MS = 60_000;

interface CrashResult {
  readonly result: CaseResult;
  readonly server: ServerProcess;
  readonly killedPid: number;
  /** From the start of the new process until the run was seen finished. */
  readonly finishedAfterMs: number;
}

export async function runCrash(server: ServerProcess, dataFolder: string, say: (line: string) => void): Promise<CrashResult> {
  const begun = performance.now();
  const [turn] = crashCase.turns;
  const [complaint, choice] = turn?.acts ?? [];
  if (!turn || !complaint || !choice || !("says" in complaint) || !("says" in choice))
    throw new Error("the crash case has a complaint and a choice");
  const before = new DeskClient(server.url);
  const thread = await before.openThread();
  await before.send(thread, { customerId: crashCase.customer, message: complaint.says });
  const run = await before.sendOff(thread, { message: choice.says });
  await until(async () => (await before.nextOf(thread)).includes(KILLED_IN) && server.output().includes("simulated outage"));
  await server.kill();
  say(`kill -9 of the server (pid ${server.pid}) inside ${KILLED_IN}; now starting it again, and sending nothing`);

  const spawned = performance.now();
  const restarted = await startServer(dataFolder);
  const after = new DeskClient(restarted.url);
  await until(async () => !["pending", "running"].includes(await after.statusOf(thread, run)));
  const finishedAfterMs = performance.now() - spawned;
  const result = {
    shows: crashCase.shows,
    customer: crashCase.customer,
    thread,
    turns: [await resultOf(after, thread, turn)],
    tookMs: performance.now() - begun,
  };
  return { result, server: restarted, killedPid: server.pid, finishedAfterMs };
}

async function until(reached: () => Promise<boolean>): Promise<void> {
  const giveUpAt = performance.now() + LIMIT_MS;
  while (!(await reached())) {
    if (performance.now() > giveUpAt) throw new Error(`the run did not get there within ${LIMIT_MS / 1_000} s`);
    await sleep(50);
  }
}
