/** Options and variables that a server and a worker share. */
import { InvalidArgumentError, Option } from "commander";

const levels = ["trace", "debug", "info", "warn", "error", "silent"];

export interface RunOptions {
  readonly config: string;
  readonly logLevel: string;
  readonly overlay: Readonly<Record<string, string>>;
  readonly slots?: number;
}

export const runOptions = (): Option[] => [
  new Option("--log-level <level>", "what to log on stderr").env("LOG_LEVEL").default("info").choices(levels),
  new Option("--slots <number>", "how many runs to execute at once, 8 unless said").env("SIGNALBOX_SLOTS").argParser(parseSlots),
  new Option("--overlay <graph=file>", "an operator's `params` for a graph; may be given for several").default({}).argParser(addOverlay),
];

export const runVariables = `  DATABASE_URL_DIRECT
                   the same database past a PgBouncer, for LISTEN and the beat
  SIGNALBOX_NOTIFY_URL, SIGNALBOX_NOTIFY_SECRET
                   where reminders and assignments of questions are posted, signed; unset: the log
  SIGNALBOX_TENANT_RUNS
                   runs of one tenant at once in all processes, default no limit
  SIGNALBOX_RUN_TIMEOUT
                   seconds that a run may take; unset: no limit`;

function addOverlay(text: string, before: Readonly<Record<string, string>>): Record<string, string> {
  const [graph, file] = text.split("=", 2);
  if (!graph || !file) throw new InvalidArgumentError("Write the graph's id, an equals sign and a file: support-desk=production.yaml.");
  return { ...before, [graph]: file };
}

function parseSlots(text: string): number {
  const slots = Number(text);
  if (text.trim() !== "" && Number.isInteger(slots) && slots >= 0 && slots <= 1_000) return slots;
  throw new InvalidArgumentError("Write a whole number from 0 (none) to 1000.");
}
