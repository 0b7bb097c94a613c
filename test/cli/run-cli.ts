/** Runs the real command line in a process of its own and keeps what it printed. */
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

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
}

/** Variables of the machine that would change what is printed. */
const {
  NO_COLOR: _noColour,
  FORCE_COLOR: _colour,
  DATABASE_URL: _url,
  SIGNALBOX_DATA: _data,
  PORT: _port,
  HOST: _host,
  OPENAI_API_KEY: _key,
  ...machine
} = process.env;

export function startCli(args: readonly string[], { cwd = ".", env = {} }: CliOptions = {}) {
  return spawn(process.execPath, [`${root}cli/signalbox.ts`, ...args], {
    cwd: new URL(`${cwd}/`, new URL("../../", import.meta.url)),
    env: { ...machine, ...env },
  });
}

export async function runCli(args: readonly string[], options?: CliOptions): Promise<CliResult> {
  const child = startCli(args, options);
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { code, stdout, stderr };
}
