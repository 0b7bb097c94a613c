/** The servers that are compared, each a process of its own on the same graphs: the reference, and ours as an operator starts it. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { startPostgres } from "../../support/postgres-server.ts";

export interface Running {
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

const root = fileURLToPath(new URL("../../..", import.meta.url));
const suiteConfig = fileURLToPath(new URL("../graphs/langgraph.json", import.meta.url));
/** Nobody's settings, keys or traces reach the servers. */
const { PATH, HOME, LANG, TMPDIR } = process.env;
const clean = { PATH, HOME, LANG, TMPDIR, LANGSMITH_TRACING: "false" };

/** Each worker looks for runs at random moments of a second: many find one soon. */
const MANY_WORKERS = 60;

/** A compiler reads the types of graphs: on a busy machine it takes long. */
const PATIENT = { LANGGRAPH_SCHEMA_RESOLVE_TIMEOUT_MS: "300000" };

export async function startReference(config = suiteConfig, workers = MANY_WORKERS): Promise<Running> {
  const folder = mkdtempSync(join(tmpdir(), "signalbox-protocol-"));
  const server = await launch([join(import.meta.dirname, "reference-server.ts"), config, folder, String(workers)], PATIENT);
  return {
    ...server,
    async stop() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export const startOnPglite = (): Promise<Running> => startOurs(suiteConfig, { SIGNALBOX_DATA: "memory://" });

export async function startOnPostgres(config = suiteConfig): Promise<Running> {
  // as root a Postgres runs as another user, who must get here
  const folder = mkdtempSync(join(process.getuid?.() === 0 ? "/tmp" : tmpdir(), "signalbox-protocol-"));
  const postgres = await startPostgres(folder);
  const server = await startOurs(config, { DATABASE_URL: postgres.url });
  return {
    ...server,
    async stop() {
      await server.stop();
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The suite's own receiver may be called. */
const webhooks = { SIGNALBOX_WEBHOOK_SECRET: `whsec_${Buffer.alloc(32, 7).toString("base64")}`, SIGNALBOX_WEBHOOK_HOSTS: "127.0.0.1" };

const startOurs = (config: string, env: Record<string, string>): Promise<Running> =>
  launch(
    ["cli/signalbox.ts", "serve", "--port", "0", "--slots", "24", "--log-level", process.env.LOG_LEVEL ?? "silent", "--config", config],
    { ...webhooks, ...env },
  );

async function launch(args: readonly string[], env: Record<string, string>): Promise<Running> {
  const child = spawn(process.execPath, [...args], { cwd: root, env: { ...clean, ...env }, stdio: ["pipe", "pipe", "pipe"] });
  const errors: string[] = [];
  child.stderr.on("data", (text) => {
    errors.push(String(text));
    if (process.env.LOG_LEVEL) process.stderr.write(text);
  });
  const exited = once(child, "exit");
  process.once("exit", () => child.kill("SIGKILL"));
  for await (const line of createInterface(child.stdout)) {
    const url = / at (http:\/\/\S+)$/.exec(line)?.[1];
    if (url === undefined) continue;
    child.stdout.resume();
    return {
      url,
      pid: child.pid ?? 0,
      async stop() {
        child.kill("SIGTERM");
        await exited;
      },
    };
  }
  throw new Error(`${args.join(" ")} did not start: ${errors.join("").slice(-2_000)}`);
}
