/** A Node process of a test's own, which talks by lines. Ended with the test. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { onTestFinished } from "vitest";

export interface Child {
  readonly pid: number;
  /** The next line that it prints; "" when it ended without one. */
  line(): Promise<string>;
  kill(signal: NodeJS.Signals): Promise<void>;
  closeStdin(): void;
}

export function startChild(script: string, ...args: string[]): Child {
  const child = spawn(process.execPath, [script, ...args], { stdio: ["pipe", "pipe", "inherit"] });
  const exited = once(child, "exit");
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const kill = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    await exited;
  };
  onTestFinished(() => kill("SIGKILL"));
  return {
    pid: child.pid ?? -1,
    line: async () => (await lines.next()).value ?? "",
    kill,
    closeStdin: () => child.stdin.end(),
  };
}
