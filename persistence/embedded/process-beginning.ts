/** When a process started: distinguishes it from a later one with the same pid. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** Undefined: there is no such process, or the system does not say. */
export function beginningOf(pid: number): string | undefined {
  try {
    return process.platform === "linux" ? fromProc(pid) : fromPs(pid);
  } catch {
    return undefined;
  }
}

/** The boot and the clock tick since it: field 22 of /proc/<pid>/stat. The name in field 2 may hold spaces and brackets. */
function fromProc(pid: number): string | undefined {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  const [state, ...fields] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  if (state === "Z" || state === "X") return undefined; // dead, but not yet reaped by its parent
  return `${readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()}:${fields[18]}`;
}

function fromPs(pid: number): string | undefined {
  return (
    execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim() || undefined
  );
}
