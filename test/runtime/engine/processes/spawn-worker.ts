/** Starts worker.ts as a process of its own, and ends what is left of it after the test file. */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { afterAll } from "vitest";
import type { WorkerOptions } from "./worker.ts";

const left = new Set<ChildProcess>();
afterAll(() => {
  for (const child of left) child.kill("SIGKILL");
});

/** Resolves when it executes runs. */
export const spawnWorker = (options: WorkerOptions): Promise<ChildProcess> =>
  spawnReady(fileURLToPath(new URL("./worker.ts", import.meta.url)), options);

export interface SpawnOptions {
  readonly execArgv?: readonly string[];
  /** `ignore` for a process that dies of a full heap, and prints what it held. */
  readonly stderr?: "inherit" | "ignore";
}

/** Resolves when the script has sent its first message. Without vitest's own flags: Node runs the TypeScript itself. */
export async function spawnReady(
  script: string,
  options: unknown,
  { execArgv = [], stderr = "inherit" }: SpawnOptions = {},
): Promise<ChildProcess> {
  const child = fork(script, [JSON.stringify(options)], { execArgv: [...execArgv], stdio: ["ignore", "inherit", stderr, "ipc"] });
  left.add(child);
  child.once("exit", () => left.delete(child));
  await Promise.race([
    once(child, "message"),
    once(child, "exit").then(([code, signal]) => {
      throw new Error(`the worker ended before it was ready: ${code ?? signal}`);
    }),
  ]);
  return child;
}

export async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
}
