/** Our server as an operator starts it, with an API key: of this version, or of another in a folder of its own. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { Agent, request } from "node:http";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { repeat } from "../contenders/answer-loads.ts";
import { cpuSecondsOf } from "../server/cpu-seconds.ts";
import type { Contender, Load, Sample } from "./contender.ts";
import { endChild } from "./end-child.ts";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));

const { PATH, HOME, LANG, TMPDIR } = process.env;
const CLEAN = { PATH, HOME, LANG, TMPDIR, LANGSMITH_TRACING: "false", NODE_ENV: "production" };
const WARM_UP: Load = { runs: 40, clients: 4 };

export interface ServerOptions {
  readonly name: string;
  readonly url: string;
  readonly database: string;
  /** Where its sources are. Default: here. */
  readonly root?: string;
  /** Processes that serve. Clients are spread over them. Default: 1. */
  readonly processes?: number;
  /** Runs at once in each. 0: a worker process of 16 carries them out. Default: 16. */
  readonly slots?: number;
  /** NODE_OPTIONS of the processes. */
  readonly nodeOptions?: string;
}

export async function startServers({
  name,
  url,
  database,
  root = ROOT,
  processes = 1,
  slots = 16,
  nodeOptions,
}: ServerOptions): Promise<Contender & { pids: number[] }> {
  const env = { ...CLEAN, ...(nodeOptions && { NODE_OPTIONS: nodeOptions }), DATABASE_URL: url };
  const key = execFileSync(process.execPath, ["cli/signalbox.ts", "keys", "create", "bench"], {
    cwd: root,
    env,
    stdio: ["ignore", "pipe", "ignore"],
  });
  const config = join(root, "bench/graphs/langgraph.json");
  const start = (command: string, ...args: string[]) => launch(root, env, [command, "--config", config, "--log-level", "silent", ...args]);
  const serving = await Promise.all(Array.from({ length: processes }, () => start("serve", "--port", "0", "--slots", String(slots))));
  const working = slots === 0 ? [await start("worker", "--slots", "16")] : [];
  const all = [...serving, ...working];
  const headers = { "x-api-key": key.toString().trim() };
  const contender = serversContender({
    name,
    database,
    addresses: serving.map((one) => one.address),
    headers,
    children: all.map((one) => one.child),
  });
  await contender.measure(WARM_UP);
  return { ...contender, pids: all.map(({ child }) => child.pid ?? 0) };
}

/** Bare Express, which answers the same requests. */
export async function startExpress(): Promise<Contender> {
  const { child, address } = await launch(ROOT, CLEAN, ["bench/contenders/express.ts"], "");
  return serversContender({ name: "Express alone", addresses: [address], headers: {}, children: [child] });
}

interface Serving {
  readonly name: string;
  readonly database?: string;
  readonly addresses: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  readonly children: readonly ChildProcess[];
}

function serversContender({ name, database, addresses, headers, children }: Serving): Contender {
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });
  const cpuMs = async () => {
    const seconds = await Promise.all(children.map(({ pid }) => cpuSecondsOf(pid ?? 0)));
    return 1_000 * seconds.reduce((sum, one) => sum + one, 0);
  };
  async function run(client: number): Promise<void> {
    const address = addresses[client % addresses.length] ?? "";
    const post = (path: string, body: object) => answerTo(new URL(path, address), { agent, headers, body });
    const { thread_id } = (await post("/threads", {})) as { thread_id: string };
    const values = (await post(`/threads/${thread_id}/runs/wait`, { assistant_id: "chain", input: { n: 0 } })) as { n?: number };
    if (values.n !== 10) throw new Error(`${name}: a run ended with ${JSON.stringify(values).slice(0, 300)}`);
  }
  return {
    ...{ name, ...(database && { database }) },
    async measure(load): Promise<Sample> {
      const [began, before] = [performance.now(), await cpuMs()];
      await repeat(load, run);
      return { seconds: (performance.now() - began) / 1_000, cpuMs: (await cpuMs()) - before };
    },
    async stop() {
      agent.destroy();
      await Promise.all(children.map((child) => endChild(child, "SIGTERM")));
    },
  };
}

interface Post {
  readonly agent: Agent;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: object;
}

/** With less CPU than `fetch`: the client shares the machine with what it measures. */
async function answerTo(url: URL, { agent, headers, body }: Post): Promise<unknown> {
  const sent = request(url, { method: "POST", agent, headers: { ...headers, "content-type": "application/json" } });
  sent.end(JSON.stringify(body));
  const [response] = await once(sent, "response");
  let text = "";
  for await (const chunk of response) text += chunk;
  if (response.statusCode >= 300) throw new Error(`${url.pathname}: ${response.statusCode} ${text.slice(0, 300)}`);
  return JSON.parse(text);
}

async function launch(root: string, env: NodeJS.ProcessEnv, args: readonly string[], program = "cli/signalbox.ts") {
  const child = spawn(process.execPath, [...(program ? [program] : []), ...args], { cwd: root, env, stdio: ["ignore", "pipe", "pipe"] });
  process.once("exit", () => child.kill("SIGKILL"));
  let errors = "";
  child.stderr.on("data", (text) => (errors += String(text)));
  for await (const line of createInterface(child.stdout)) {
    const address = / at (http:\/\/\S+)$/.exec(line)?.[1];
    if (address === undefined && args[0] !== "worker") continue;
    child.stdout.resume();
    return { child, address: address ?? "" };
  }
  throw new Error(`${args.join(" ")} did not start: ${errors.slice(-2_000)}`);
}
