/** `signalbox cancel`: the runs of a thread that have not ended. */
import type { Command } from "commander";
import { exitCodes } from "../../program/action.ts";
import { clientOf } from "../../program/client-of.ts";
import { type Io, printLine } from "../../program/io.ts";

export async function cancel(command: Command, { stdout }: Io): Promise<number> {
  const { rollback, json } = command.optsWithGlobals<{ rollback?: boolean; json?: boolean }>();
  const [thread = "", named] = command.args;
  const client = clientOf(command);
  const under = async (status: "pending" | "running") =>
    (await client.runs.list(thread, { status, limit: 1_000 })).map(({ run_id }) => run_id);
  // those that wait first: otherwise one of them would begin
  const runs = named === undefined ? [...(await under("pending")), ...(await under("running"))] : [named];
  for (const run of runs) await client.runs.cancel(thread, run, true, rollback ? "rollback" : "interrupt");
  if (json) printLine(stdout, JSON.stringify({ thread_id: thread, cancelled: runs }));
  else printLine(stdout, runs.length === 0 ? "no run is under way" : runs.map((run) => `run ${run} is cancelled`).join("\n"));
  return exitCodes.ok;
}
