/** Options and variables that a server and a worker share. */
import { InvalidArgumentError, Option } from "commander";
import { VariableOption } from "../program/options.ts";

const levels = ["trace", "debug", "info", "warn", "error", "silent"];

export interface RunOptions {
  readonly config: string;
  readonly logLevel: string;
  readonly overlay: Readonly<Record<string, string>>;
  readonly slots?: number;
}

export const runOptions = (): Option[] => [
  new VariableOption("--log-level <level>", "what to log on stderr", "LOG_LEVEL").default("info").choices(levels),
  new VariableOption("--slots <number>", "how many runs to execute at a time, by default 8", "SIGNALBOX_SLOTS").argParser(parseSlots),
  new Option("--overlay <graph=file>", "an operator's `params` for a graph; may be repeated").default({}).argParser(addOverlay),
];

export const RUN_VARIABLES = `  DATABASE_URL_DIRECT
                   the same database without PgBouncer, for LISTEN and the heartbeat
  SIGNALBOX_SCHEMA the schema of the tables; by default where they are, or a schema of their own
  LANGGRAPH_CONFIG config and context of each graph's own assistant, as JSON by graph id
  SIGNALBOX_NOTIFY_URL, SIGNALBOX_NOTIFY_SECRET
                   where reminders and assignments of questions are posted, signed; by default they are logged
  SIGNALBOX_TENANTS
                   on: requests read and write under row-level security of Postgres; by default off
  SIGNALBOX_WEBHOOK_SECRET, SIGNALBOX_WEBHOOK_HOSTS
                   what webhooks of runs are signed with, and hosts that they may call by http; by default none are sent
  SIGNALBOX_LINK_SECRET
                   what decision links are signed with, at least 32 characters; by default none can be made
  SIGNALBOX_TENANT_RUNS
                   how many runs one tenant may have at a time in all processes; by default no limit
  SIGNALBOX_TENANT_QUEUE
                   how many runs of one tenant may wait; by default no limit
  SIGNALBOX_TENANT_STORAGE
                   how much one tenant may store, such as 10gb; by default no limit
  SIGNALBOX_RUN_TIMEOUT
                   how many seconds a run may take; by default no limit
  SIGNALBOX_STREAM_KEEP
                   for how many seconds what a run has streamed is kept after its end; by default 300`;

function addOverlay(text: string, before: Readonly<Record<string, string>>): Record<string, string> {
  const [graph, file] = text.split("=", 2);
  if (!graph || !file) throw new InvalidArgumentError("Write the graph's id, an equals sign and a file: support-desk=production.yaml.");
  return { ...before, [graph]: file };
}

const parseSlots = (text: string): number => wholeNumber(text, { most: 1_000, range: "from 0 (none) to 1000" });

/** From 0. */
export function wholeNumber(text: string, { most, range }: { readonly most: number; readonly range: string }): number {
  const number = Number(text);
  if (text.trim() !== "" && Number.isInteger(number) && number >= 0 && number <= most) return number;
  throw new InvalidArgumentError(`Write a whole number ${range}.`);
}
