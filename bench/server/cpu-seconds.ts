/** How much CPU time a process has taken so far, its threads included: of Linux's /proc, elsewhere of `ps`. */
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";

/** Of Linux's clock ticks. */
const TICKS_A_SECOND = 100;

export async function cpuSecondsOf(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => undefined);
  if (stat === undefined) return cpuSecondsByPs(pid);
  // the name in parentheses may hold anything
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND;
}

/** `ps` writes [[days-]hours:]minutes:seconds. */
async function cpuSecondsByPs(pid: number): Promise<number> {
  const { stdout } = await promisify(execFile)("ps", ["-o", "cputime=", "-p", String(pid)]);
  return stdout
    .trim()
    .split(/[-:]/)
    .reduce((sum, part, index, parts) => sum + Number(part) * ([1, 60, 3_600, 86_400][parts.length - 1 - index] ?? 0), 0);
}
