/** One process a data folder: two would lose acknowledged rows without a word. Survives kill -9 of the owner. */
import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { linkSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { SignalboxError } from "../language/errors.ts";

interface Owner {
  readonly pid: number;
  /** When the process began: a later process may get the same pid, but not the same beginning. */
  readonly began: string;
  readonly command: string;
}

const ATTEMPTS = 6;

/**
 * Every process puts its claim into a file of its own, then looks for others. Claims of dead owners are removed, which
 * is safe because names never repeat; of two living claims at least the later one sees the other and withdraws.
 */
export async function takeLock(folder: string): Promise<() => void> {
  for (let attempt = 1; ; attempt++) {
    const claim = writeClaim(folder);
    const release = () => rmSync(claim, { force: true });
    const other = livingOwner(folder, claim);
    if (!other) return release;
    release();
    if (attempt === ATTEMPTS) throw locked(folder, other);
    await sleep(20 + Math.random() * 80);
  }
}

/** By link, so that nobody ever reads half a claim. */
function writeClaim(folder: string): string {
  const owner: Owner = { pid: process.pid, began: beginningOf(process.pid) ?? "", command: process.argv.join(" ") };
  const name = `lock-${owner.pid}-${randomBytes(6).toString("hex")}`;
  const draft = join(folder, `.${name}`);
  const claim = join(folder, name);
  writeFileSync(draft, JSON.stringify(owner), { flag: "wx" });
  linkSync(draft, claim);
  rmSync(draft);
  return claim;
}

function livingOwner(folder: string, ownClaim: string): Owner | undefined {
  for (const name of readdirSync(folder)) {
    const claim = join(folder, name);
    if (!name.startsWith("lock-") || claim === ownClaim) continue;
    const owner = readClaim(claim);
    if (!owner) continue;
    if (beginningOf(owner.pid) === owner.began) return owner;
    rmSync(claim, { force: true });
  }
  return undefined;
}

/** Undefined when its owner has just withdrawn it. */
function readClaim(claim: string): Owner | undefined {
  try {
    return JSON.parse(readFileSync(claim, "utf8")) as Owner;
  } catch {
    return undefined;
  }
}

/** On Linux boot and clock tick (field 22 of /proc/<pid>/stat), elsewhere what ps prints. Undefined: no such process. */
export function beginningOf(pid: number): string | undefined {
  try {
    if (process.platform !== "linux")
      return execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).trim() || undefined;
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const [state, ...fields] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (state === "Z" || state === "X") return undefined; // killed, only not yet collected by its parent
    return `${readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()}:${fields[18]}`;
  } catch {
    return undefined;
  }
}

function locked(folder: string, { pid, command }: Owner): SignalboxError {
  return new SignalboxError(
    "DATA_FOLDER_LOCKED",
    `The data folder ${folder} is in use by process ${pid} (${command}). Stop it, or set SIGNALBOX_DATA to another folder, or DATABASE_URL to a Postgres.`,
    { folder, pid, command },
  );
}
