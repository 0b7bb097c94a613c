/** The server as a child process: started on a free port with a data folder of its own, stopped, or killed as by a power cut. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const START_LIMIT_MS = 120_000;

export interface ServerProcess {
  readonly url: string;
  readonly pid: number;
  /** From the start of the process until it answered. */
  readonly startedInMs: number;
  /** Everything that it printed so far. */
  output(): string;
  /** Lets it finish its current work. */
  stop(): Promise<void>;
  /** SIGKILL: it cannot clean up. */
  kill(): Promise<void>;
}

export async function startServer(dataFolder: string): Promise<ServerProcess> {
  const begun = performance.now();
  const { DATABASE_URL: _, ...env } = process.env;
  const child = spawn(process.execPath, ["cli/signalbox.ts", "serve", "--host", "127.0.0.1", "--port", "0"], {
    cwd: root,
    env: { ...env, SIGNALBOX_DATA: dataFolder, LOG_LEVEL: "warn" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  process.once("exit", () => child.kill("SIGKILL"));
  let printed = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text: string) => (printed += text));
  const url = await listening(child, () => printed);
  return {
    url,
    pid: child.pid ?? 0,
    startedInMs: performance.now() - begun,
    output: () => printed,
    stop: () => end(child, "SIGTERM"),
    kill: () => end(child, "SIGKILL"),
  };
}

/** The banner shows the address; /ok shows that it answers. */
async function listening(child: ChildProcess, printed: () => string): Promise<string> {
  const giveUpAt = performance.now() + START_LIMIT_MS;
  while (performance.now() < giveUpAt) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`the server ended at its start:\n${printed()}`);
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(printed())?.[0];
    if (url && (await answers(url))) return url;
    await sleep(50);
  }
  await end(child, "SIGKILL");
  throw new Error(`the server did not answer within ${START_LIMIT_MS / 1_000} s:\n${printed()}`);
}

const answers = (url: string): Promise<boolean> =>
  fetch(`${url}/ok`).then(
    ({ ok }) => ok,
    () => false,
  );

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill(signal);
  await ended;
}
