/** `signalbox worker`: executes the runs of a project beside its servers, until it is told to stop. */
import { Command } from "commander";
import { SignalboxError } from "../../language/issues/errors.ts";
import { defaultTiming } from "../../runtime/services.ts";
import { action } from "../program/action.ts";
import { exitCodes } from "../program/exit-codes.ts";
import { toldToStop } from "../program/told-to-stop.ts";
import { readProject } from "../project/project.ts";
import { type RunOptions, runOptions, runVariables } from "../serving/run-options.ts";

const help = `
Any number of servers and workers share one Postgres and need nothing else: runs go to whoever is free, those of a worker that dies are taken
over after 4 s, and one that is told to stop hands its runs over at the end of their steps. All must have the same graphs.

Environment:
  DATABASE_URL     the Postgres; an embedded database has one process, which is \`signalbox serve\`
${runVariables}

Examples:
  DATABASE_URL=postgres://user:password@localhost:5432/signalbox signalbox worker
  signalbox worker --slots 16`;

export function workerCommand(): Command {
  const command = new Command("worker")
    .description("Execute the runs of langgraph.json's graphs, beside its servers.")
    .addHelpText("after", help)
    .action(action(work, exitCodes.wrong));
  for (const option of runOptions()) command.addOption(option);
  return command;
}

async function work(command: Command): Promise<number> {
  const { config, logLevel, overlay, slots } = command.optsWithGlobals<RunOptions>();
  const { DATABASE_URL: databaseUrl } = process.env;
  if (!databaseUrl)
    throw new SignalboxError("CONFIG_INVALID", "A worker needs DATABASE_URL: the embedded database has one process, `signalbox serve`.");
  const told = toldToStop();
  const project = readProject(config);
  const { closeAll, openProject } = await import("../serving/open-project.ts"); // loaded late: the engine and the database need a second
  const { graphs, runtime, opened } = await openProject({ project, logLevel, databaseUrl, dataFolder: "", overlays: overlay, slots });
  await runtime.start();
  const { bannerOf } = await import("../serving/banner.ts");
  const { versionOf } = await import("../program/version-of.ts");
  const place = `works on ${slots ?? defaultTiming.slots} runs at once`;
  for (const line of await bannerOf({ version: versionOf("signalbox"), place, graphs, databaseUrl, dataFolder: "" })) console.log(line);
  console.log(`${await told}: finishing what is under way`);
  await closeAll(opened);
  console.log("stopped");
  return exitCodes.fine;
}
