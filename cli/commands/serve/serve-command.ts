/** `signalbox serve`: how it is called. */
import { type Command, Option } from "commander";
import type { Invocation } from "../../program/action.ts";
import { VariableOption } from "../../program/options.ts";
import { RUN_VARIABLES, wholeNumber } from "../../serving/run-options.ts";
import { serviceCommand } from "../../serving/service-command.ts";

const HELP = `
It also executes runs: --slots 0 leaves them to \`signalbox worker\` processes on the same DATABASE_URL.

Environment:
  DATABASE_URL     a Postgres; by default an embedded database in the data folder
  SIGNALBOX_DATA   the data folder, by default .signalbox (one process at a time)
${RUN_VARIABLES}
  SIGNALBOX_RATE_LIMIT
                   how many requests a minute one caller may send to this process; by default no limit
  SIGNALBOX_TENANT_STREAMS
                   how many event streams and waiting requests one tenant may have open at this process; by default no limit

Examples:
  signalbox serve
  signalbox serve --port 0                 any free port
  signalbox serve --overlay support-desk=production.yaml
  DATABASE_URL=postgres://user:password@localhost:5432/signalbox signalbox serve --host 0.0.0.0 --slots 0`;

export const serveCommand = (invocation: Invocation): Command =>
  serviceCommand(invocation, {
    name: "serve",
    description: "Serve the graphs of langgraph.json over HTTP, as LangGraph's own clients expect.",
    help: HELP,
    options: [
      new VariableOption("-p, --port <number>", "where to listen; 0 is any free port", "PORT").default(2024).argParser(parsePort),
      new VariableOption("--host <address>", "where to listen", "HOST").default("127.0.0.1"),
      new VariableOption(
        "--allowed-hosts <names>",
        "names by which requests may call it, besides those of this machine",
        "SIGNALBOX_ALLOWED_HOSTS",
      ).argParser(parseNames),
      new VariableOption("--body-limit <size>", "how large a request's body may be: 20mb", "SIGNALBOX_BODY_LIMIT").default("1mb"),
      new Option("--unsafe-no-auth", "listen without authentication, also on an address that others can reach").default(false),
    ],
    load: async () => (await import("./serve.ts")).serve,
  });

/** "a.example.com, *.b.example.com" */
const parseNames = (text: string): string[] =>
  text
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");

const parsePort = (text: string): number => wholeNumber(text, { most: 65_535, range: "from 0 to 65535" });
