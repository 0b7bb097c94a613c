/** `signalbox serve`: the graphs of a project behind the HTTP API, until it is told to stop. */
import { Command, InvalidArgumentError, Option } from "commander";
import { action } from "../program/action.ts";
import { exitCodes } from "../program/exit-codes.ts";
import { toldToStop } from "../program/told-to-stop.ts";
import { readProject } from "../project/project.ts";
import { type RunOptions, runOptions, runVariables } from "../serving/run-options.ts";

const help = `
It executes runs too: --slots 0 leaves them to \`signalbox worker\` processes on the same DATABASE_URL.

Environment:
  DATABASE_URL     a Postgres; unset: an embedded database in the data folder
  SIGNALBOX_DATA   the data folder, default .signalbox (one process at a time)
${runVariables}

Examples:
  signalbox serve
  signalbox serve --port 0                 any free port
  signalbox serve --overlay support-desk=production.yaml
  DATABASE_URL=postgres://user:password@localhost:5432/signalbox signalbox serve --host 0.0.0.0 --slots 0`;

interface Options extends RunOptions {
  port: number;
  host: string;
}

export function serveCommand(): Command {
  const command = new Command("serve")
    .description("Serve the graphs of langgraph.json over HTTP, as LangGraph's own clients expect.")
    .addOption(new Option("-p, --port <number>", "where to listen; 0 is any free port").env("PORT").default(2024).argParser(parsePort))
    .addOption(new Option("--host <address>", "where to listen").env("HOST").default("127.0.0.1"))
    .addHelpText("after", help)
    .action(action(serve, exitCodes.wrong));
  for (const option of runOptions()) command.addOption(option);
  return command;
}

async function serve(command: Command): Promise<number> {
  const { config, port, host, logLevel, overlay, slots } = command.optsWithGlobals<Options>();
  const told = toldToStop();
  const project = readProject(config);
  const { openService } = await import("../serving/service.ts"); // loaded late: the engine and the database need a second
  const service = await openService({
    ...{ project, port, host, logLevel, overlays: overlay, slots },
    databaseUrl: process.env.DATABASE_URL || undefined,
    dataFolder: process.env.SIGNALBOX_DATA || ".signalbox",
  });
  for (const line of service.banner) console.log(line);
  console.log(`${await told}: finishing what is under way`);
  await service.close();
  console.log("stopped");
  return exitCodes.fine;
}

function parsePort(text: string): number {
  const port = Number(text);
  if (text.trim() !== "" && Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new InvalidArgumentError("Write a whole number from 0 to 65535.");
}
