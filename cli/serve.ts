/** `signalbox serve`: the graphs of a project behind the HTTP API, until it is told to stop. */
import { Command, InvalidArgumentError, Option } from "commander";
import { action } from "./action.ts";
import { exitCodes } from "./exit-codes.ts";
import { readProject } from "./project.ts";

const help = `
Environment:
  DATABASE_URL     a Postgres; unset: an embedded database in the data folder
  DATABASE_URL_DIRECT
                   the same database past a PgBouncer, for LISTEN
  SIGNALBOX_DATA   the data folder, default .signalbox (one process at a time)
  SIGNALBOX_NOTIFY_URL, SIGNALBOX_NOTIFY_SECRET
                   where reminders and assignments of questions are posted, signed; unset: the log
  SIGNALBOX_RUN_TIMEOUT
                   seconds that a run may take; unset: no limit

Examples:
  signalbox serve
  signalbox serve --port 0                 any free port
  signalbox serve --overlay support-desk=production.yaml
  DATABASE_URL=postgres://user:password@localhost:5432/signalbox signalbox serve --host 0.0.0.0`;

interface Options {
  config: string;
  port: number;
  host: string;
  logLevel: string;
  overlay: Readonly<Record<string, string>>;
}

export function serveCommand(): Command {
  const levels = ["trace", "debug", "info", "warn", "error", "silent"];
  return new Command("serve")
    .description("Serve the graphs of langgraph.json over HTTP, as LangGraph's own clients expect.")
    .addOption(new Option("-p, --port <number>", "where to listen; 0 is any free port").env("PORT").default(2024).argParser(parsePort))
    .addOption(new Option("--host <address>", "where to listen").env("HOST").default("127.0.0.1"))
    .addOption(new Option("--log-level <level>", "what to log on stderr").env("LOG_LEVEL").default("info").choices(levels))
    .option("--overlay <graph=file>", "an operator's `params` for a graph; may be given for several", addOverlay, {})
    .addHelpText("after", help)
    .action(action(serve, exitCodes.wrong));
}

async function serve(command: Command): Promise<number> {
  const { config, port, host, logLevel, overlay } = command.optsWithGlobals<Options>();
  const told = toldToStop();
  const project = readProject(config);
  const { openService } = await import("./service.ts"); // loaded late: the engine and the database need a second
  const service = await openService({
    ...{ project, port, host, logLevel, overlays: overlay },
    databaseUrl: process.env.DATABASE_URL || undefined,
    dataFolder: process.env.SIGNALBOX_DATA || ".signalbox",
  });
  for (const line of service.banner) console.log(line);
  console.log(`${await told}: finishing what is under way`);
  await service.close();
  console.log("stopped");
  return exitCodes.fine;
}

/** Listens from the start on, so that a signal during a slow start is obeyed once it is over. A second one ends the process at once. */
function toldToStop(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, resolve);
  });
}

function addOverlay(text: string, before: Readonly<Record<string, string>>): Record<string, string> {
  const [graph, file] = text.split("=", 2);
  if (!graph || !file) throw new InvalidArgumentError("Write the graph's id, an equals sign and a file: support-desk=production.yaml.");
  return { ...before, [graph]: file };
}

function parsePort(text: string): number {
  const port = Number(text);
  if (text.trim() !== "" && Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new InvalidArgumentError("Write a whole number from 0 to 65535.");
}
