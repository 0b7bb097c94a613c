/** What is compared: something that carries out runs of ten steps, in processes of its own. */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { endChild } from "./end-child.ts";

export interface Load {
  readonly runs: number;
  /** How many runs are under way at once. */
  readonly clients: number;
}

export interface Sample {
  readonly seconds: number;
  /** Of its own processes: without Postgres and without the clients of a server. */
  readonly cpuMs: number;
}

export interface Contender {
  readonly name: string;
  /** Its database, if it has one. */
  readonly database?: string;
  measure(load: Load): Promise<Sample>;
  stop(): Promise<void>;
}

/** A program of `contenders/` or `peers/` that answers each load with a sample. @throws what it failed with. */
export async function startContender(
  name: string,
  script: string,
  options: { url?: string; database?: string; args?: readonly string[] } = {},
) {
  const { url = "", database, args = [] } = options;
  const path = fileURLToPath(new URL(`../${script}.ts`, import.meta.url));
  const env = { ...process.env, DATABASE_URL: url, LANGSMITH_TRACING: "false", NODE_ENV: "production" };
  const child = fork(path, [...args], { execArgv: [], env, stdio: ["ignore", "ignore", "inherit", "ipc"] });
  process.once("exit", () => child.kill("SIGKILL"));
  await answerOf(child, name);
  const contender: Contender = {
    ...{ name, ...(database && { database }) },
    async measure(load) {
      child.send(load);
      return (await answerOf(child, name)) as Sample;
    },
    stop: () => endChild(child, "SIGKILL"),
  };
  return contender;
}

async function answerOf(child: ChildProcess, name: string): Promise<unknown> {
  const [answer] = (await Promise.race([once(child, "message"), once(child, "exit")])) as [unknown];
  if (typeof answer !== "object" || answer === null) throw new Error(`${name} ended with ${String(answer)}`);
  if ("error" in answer) throw new Error(`${name}: ${String(answer.error)}`);
  return answer;
}
