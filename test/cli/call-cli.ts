/** Calls the command line: in this process for most tests, and as a real process for what only a process has. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { PassThrough, type Readable } from "node:stream";
import { finished } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { runCli } from "../../cli/run-cli.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  /** Relative to the project's root. */
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly isColoured?: boolean;
}

/** The machine's environment, without the variables that change what is printed. */
function environment(env: CliOptions["env"]): NodeJS.ProcessEnv {
  const { NO_COLOR, FORCE_COLOR, DATABASE_URL, DATABASE_URL_DIRECT, SIGNALBOX_DATA, PORT, HOST, LOG_LEVEL, OPENAI_API_KEY, ...machine } =
    process.env;
  return { ...machine, ...env };
}

/** Runs a command that ends by itself, in this process. */
export const callCli = (argv: readonly string[], options?: CliOptions): Promise<CliResult> => startCli(argv, options).ended;

export interface RunningCli {
  readonly ended: Promise<CliResult>;
  /** The next line on stdout; "" once it has ended. */
  line(): Promise<string>;
  /** Asks it to stop; resolves to its last two lines and its exit code. */
  stop(signal: NodeJS.Signals): Promise<{ readonly lines: readonly string[]; readonly code: number | null }>;
}

/** Starts a command in this process. It is stopped with the test. */
export function startCli(argv: readonly string[], { cwd = ".", env, isColoured = false }: CliOptions = {}): RunningCli {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const shutdown = Promise.withResolvers<string>();
  const output = (stream: PassThrough) => ({ isColoured, write: (text: string) => stream.write(text) });
  const waitForShutdownSignal = () => shutdown.promise;
  const io = { stdout: output(stdout), stderr: output(stderr), env: environment(env), cwd: join(root, cwd), waitForShutdownSignal };
  const code = runCli(argv, io).finally(() => {
    stdout.end();
    stderr.end();
  });
  const cli = runningCli({ stdout, stderr, code, signal: shutdown.resolve });
  onTestFinished(async () => {
    shutdown.resolve("SIGTERM");
    await cli.ended;
  });
  return cli;
}

/** Starts the bin as a process. It is killed with the test. */
export function startCliProcess(argv: readonly string[], { cwd = ".", env }: CliOptions = {}): RunningCli & { readonly pid: number } {
  const child = spawn(process.execPath, [join(root, "cli/signalbox.ts"), ...argv], { cwd: join(root, cwd), env: environment(env) });
  onTestFinished(() => void child.kill("SIGKILL"));
  const code = new Promise<number | null>((resolve) => child.on("close", resolve));
  const { stdout, stderr, pid = -1 } = child;
  return { ...runningCli({ stdout, stderr, code, signal: (signal) => child.kill(signal) }), pid };
}

interface Started {
  readonly stdout: Readable;
  readonly stderr: Readable;
  readonly code: Promise<number | null>;
  readonly signal: (signal: NodeJS.Signals) => unknown;
}

function runningCli({ stdout, stderr, code, signal }: Started): RunningCli {
  const [printed, complained] = [textOf(stdout), textOf(stderr)];
  const lines = createInterface(stdout)[Symbol.asyncIterator]();
  const line = async (): Promise<string> => (await lines.next()).value ?? "";
  return {
    ended: Promise.all([code, finished(stdout), finished(stderr)]).then(([exitCode]) => ({
      code: exitCode,
      stdout: printed(),
      stderr: complained(),
    })),
    line,
    stop: async (name) => {
      signal(name);
      return { lines: [await line(), await line()], code: await code };
    },
  };
}

/** What a stream has given so far. */
function textOf(stream: Readable): () => string {
  let text = "";
  stream.setEncoding("utf8").on("data", (chunk: string) => {
    text += chunk;
  });
  return () => text;
}
