/** One process per data folder: two would silently lose acknowledged rows. The lock of a killed process does not last. */
import { randomBytes } from "node:crypto";
import { linkSync, readdirSync, readFileSync, readlinkSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { SignalboxError } from "../../language/issues/errors.ts";
import { beginningOf } from "./process-beginning.ts";

interface Owner {
  readonly pid: number;
  readonly began?: string | undefined;
  /** The machine or the container in which the pid is valid. */
  readonly place: string;
  readonly command: string;
}

const ATTEMPTS = 6;
const RENEWAL_MS = 2_000;
/** Whether an owner in another container is alive cannot be checked: it counts as dead when it does not renew its claim for this time. */
const SILENCE_MS = 10_000;

/**
 * Every process writes its claim into its own file, then looks for others. Claims of dead owners are removed, which
 * is safe because names never repeat; of two living claims at least the later one sees the other and withdraws.
 */
export async function takeLock(folder: string, silenceMs: number = SILENCE_MS): Promise<() => void> {
  for (let attempt = 1; ; attempt++) {
    const claim = writeClaim(folder);
    const renewal = setInterval(() => renew(claim), RENEWAL_MS).unref();
    const release = () => {
      clearInterval(renewal);
      rmSync(claim, { force: true });
    };
    const other = await livingOwner(folder, claim, silenceMs);
    if (!other) return release;
    release();
    if (attempt === ATTEMPTS) throw locked(folder, other);
    await sleep(20 + Math.random() * 80);
  }
}

/** Created by a link, so that no process ever reads half a claim. */
function writeClaim(folder: string): string {
  const owner: Owner = { pid: process.pid, began: beginningOf(process.pid), place: thisPlace(), command: process.argv.join(" ") };
  const name = `lock-${owner.pid}-${randomBytes(6).toString("hex")}`;
  const draft = join(folder, `.${name}`);
  const claim = join(folder, name);
  writeFileSync(draft, JSON.stringify(owner), { flag: "wx" });
  linkSync(draft, claim);
  rmSync(draft);
  return claim;
}

function renew(claim: string): void {
  try {
    utimesSync(claim, new Date(), new Date());
  } catch {
    // The folder was removed on purpose.
  }
}

async function livingOwner(folder: string, ownClaim: string, silenceMs: number): Promise<Owner | undefined> {
  for (const name of readdirSync(folder)) {
    const claim = join(folder, name);
    if (!name.startsWith("lock-") || claim === ownClaim) continue;
    const owner = readClaim(claim);
    if (!owner) continue;
    if (await isAlive(owner, claim, silenceMs)) return owner;
    rmSync(claim, { force: true });
  }
  return undefined;
}

/** Undefined when its owner has just withdrawn it. */
function readClaim(claim: string): Owner | undefined {
  try {
    const owner: Owner = JSON.parse(readFileSync(claim, "utf8"));
    return owner;
  } catch {
    return undefined;
  }
}

async function isAlive(owner: Owner, claim: string, silenceMs: number): Promise<boolean> {
  if (owner.began !== undefined && owner.place === thisPlace()) return beginningOf(owner.pid) === owner.began;
  const renewedAt = () => statSync(claim, { throwIfNoEntry: false })?.mtimeMs;
  const before = renewedAt();
  for (let waitedMs = 0; waitedMs < silenceMs; waitedMs += 100) {
    await sleep(100);
    const now = renewedAt();
    if (now !== before) return now !== undefined;
  }
  return false;
}

/** On Linux with the namespace of the pids: two containers may have the same host name. */
function thisPlace(): string {
  return process.platform === "linux" ? `${hostname()} ${readlinkSync("/proc/self/ns/pid")}` : hostname();
}

function locked(folder: string, { pid, command }: Owner): SignalboxError {
  return new SignalboxError(
    "DATA_FOLDER_LOCKED",
    `The data folder ${folder} is in use by process ${pid} (${command}). Stop it, or set SIGNALBOX_DATA to another folder, or DATABASE_URL to a Postgres.`,
    { folder, pid, command },
  );
}
