/** The CPU and memory of one process of node, as it reports them when it ends. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

export interface Cost {
  /** User and system time. */
  readonly cpuMs: number;
  /** Peak resident memory. */
  readonly megabytes: number;
}

/** Loaded first in the process: writes its usage to file descriptor 3 as it exits. */
const reporter = fileURLToPath(new URL("./report-usage.cjs", import.meta.url));

export async function costOf(args: readonly string[], cwd: string): Promise<Cost> {
  const child = spawn(process.execPath, ["--require", reporter, ...args], { cwd, stdio: ["ignore", "ignore", "pipe", "pipe"] });
  let said = "";
  let usage = "";
  child.stderr?.on("data", (data: Buffer) => {
    said += data.toString();
  });
  child.stdio[3]?.on("data", (data: Buffer) => {
    usage += data.toString();
  });
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`node ${args.join(" ")} exited with ${code}:\n${said}`);
  const { userCPUTime, systemCPUTime, maxRSS }: NodeJS.ResourceUsage = JSON.parse(usage);
  return { cpuMs: (userCPUTime + systemCPUTime) / 1_000, megabytes: maxRSS / 1_000 };
}
