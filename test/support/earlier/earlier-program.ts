/** An earlier version of this project, from its history, as a process of its own: it runs beside the present one, as in a rolling deploy. */
import { type ChildProcess, execFileSync, fork } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "../../..");

/** Null: nobody's. */
type Tenant = string | null;

export interface Customer {
  readonly thread: string;
  readonly tenant: Tenant;
  /** Its question is left open. */
  readonly isOpen?: true;
  /** Why it was not served. */
  readonly error?: string;
}

export interface EarlierProgram {
  /** All whose turn has ended, so far. */
  readonly customers: readonly Customer[];
  /** Those under way come to their end; then the process ends. */
  stop(): Promise<void>;
}

export interface EarlierProgramOptions {
  /** The program as it was before this migration: its file's name. */
  readonly before: string;
  /** An empty one. */
  readonly folder: string;
  readonly url: string;
  /** How many customers it serves at once. */
  readonly lanes: number;
  /** Whose threads there are from the beginning, one for each lane and one whose question is left open. */
  readonly known: readonly Tenant[];
  /** Whose threads are new with each customer, in turn. */
  readonly strangers: readonly Tenant[];
}

/** Resolves when it serves customers: each asks for a refund, which is approved and paid. */
export async function startEarlierProgram({ before, folder, url, ...options }: EarlierProgramOptions): Promise<EarlierProgram> {
  unpack(before, folder);
  const child = fork(join(import.meta.dirname, "serve-customers.mjs"), [folder, url, JSON.stringify(options)], {
    execArgv: [],
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  process.once("exit", () => child.kill("SIGKILL"));
  const customers: Customer[] = [];
  const ready = new Promise<void>((resolve) => {
    child.on("message", (message: "ready" | Customer) => {
      if (message === "ready") resolve();
      else customers.push(message);
    });
  });
  await Promise.race([ready, failed(child)]);
  return {
    customers,
    async stop() {
      const ended = once(child, "exit");
      if (child.connected) child.send("stop");
      await ended;
    },
  };
}

function unpack(before: string, folder: string): void {
  const git = (...args: string[]) => execFileSync("git", ["-C", ROOT, ...args], { encoding: "utf8", maxBuffer: 1e9 });
  const [added] = git("log", "--reverse", "--diff-filter=A", "--format=%H", "--", `persistence/migrations/${before}`).split("\n");
  if (!added) throw new Error(`the history of this project does not show when ${before} was added: "git fetch --unshallow" gets it`);
  mkdirSync(folder, { recursive: true });
  const archive = join(folder, "program.tar");
  git("archive", "--output", archive, `${added}^`);
  execFileSync("tar", ["-xf", archive, "-C", folder]);
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
}

const failed = (child: ChildProcess) =>
  once(child, "exit").then(([code, signal]) => {
    throw new Error(`the earlier program ended before it was ready: ${code ?? signal}`);
  });
