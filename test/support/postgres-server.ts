/** A real Postgres server of the tests' own, on a free port of the loopback, in a folder that goes with it. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { postgresBinaries, type User, unprivilegedUser } from "./postgres-binaries.ts";
import { freePort } from "./servers/free-port.ts";

export interface PostgresServer {
  readonly url: string;
  /** As after a loss of power: connections break, and it comes back on the same port. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** Nothing here outlives the machine, so nothing waits for the disk. */
const SETTINGS = ["fsync=off", "full_page_writes=off", "max_connections=300", "listen_addresses=127.0.0.1", "unix_socket_directories="];
const PASSWORD = "signalbox-test";

/** `settings` as in postgresql.conf: `max_connections=40`. A folder `data` that is there already is used. */
export async function startPostgres(folder: string, settings: readonly string[] = []): Promise<PostgresServer> {
  const user = unprivilegedUser();
  const binaries = await postgresBinaries(folder, user);
  const as = { ...user, cwd: folder, env: { ...process.env, LC_ALL: "C" } };
  const data = existsSync(join(folder, "data")) ? join(folder, "data") : makeCluster(folder, binaries, as);
  const port = await freePort();
  const url = `postgres://postgres:${PASSWORD}@127.0.0.1:${port}/postgres`;
  const log = join(folder, "postgres.log");
  const args = ["-D", data, "-p", String(port), ...[...SETTINGS, ...settings].flatMap((setting) => ["-c", setting])];
  const launch = async () => {
    const output = openSync(log, "a");
    const server = spawn(join(binaries, "postgres"), args, { ...as, stdio: ["ignore", output, output] });
    await answers(url, server, log);
    return server;
  };
  let server = await launch();
  return {
    url,
    async restart() {
      await end(server);
      server = await launch();
    },
    stop: () => end(server),
  };
}

type RunAs = Partial<User> & { readonly cwd: string; readonly env: NodeJS.ProcessEnv };

function makeCluster(folder: string, binaries: string, as: RunAs): string {
  const data = join(folder, "data");
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const passwordFile = join(folder, "password");
  writeFileSync(passwordFile, PASSWORD);
  if (as.uid !== undefined && as.gid !== undefined) {
    chmodSync(folder, 0o755);
    chownSync(data, as.uid, as.gid);
  }
  const options = ["-U", "postgres", `--pwfile=${passwordFile}`, "-A", "password", "--no-locale", "-E", "UTF8", "--no-sync"];
  execFileSync(join(binaries, "initdb"), ["-D", data, ...options], { ...as, stdio: ["ignore", "ignore", "pipe"] });
  return data;
}

/** SIGQUIT is Postgres's "immediate shutdown". */
async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = once(server, "exit");
  server.kill("SIGQUIT");
  await ended;
}

async function answers(url: string, server: ChildProcess, log: string): Promise<void> {
  for (;;) {
    if (server.exitCode !== null) throw new Error(`postgres ended at once: ${readFileSync(log, "utf8").slice(-2_000)}`);
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      return;
    } catch {
      await sleep(30);
    } finally {
      await client.end().catch(() => {});
    }
  }
}
