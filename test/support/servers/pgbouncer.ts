/** A PgBouncer in transaction mode before a test's Postgres, where one is installed. */
import { execFileSync, spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { onTestFinished } from "vitest";
import { unprivilegedUser } from "../postgres-binaries.ts";
import { freePort } from "./free-port.ts";

/** `PgBouncer 1.18.0`; undefined where none is installed. */
export function pgbouncerVersion(): string | undefined {
  try {
    return execFileSync("pgbouncer", ["--version"], { encoding: "utf8" }).split("\n")[0];
  } catch {
    return undefined;
  }
}

export interface Pgbouncer {
  /** The same database behind it. */
  readonly url: string;
  /** New connections lead to the database at this URL, and those to the one before end: RELOAD and RECONNECT. */
  redirect(target: string): Promise<void>;
}

/** At most `sessions` reach Postgres at once. */
export async function startPgbouncer(folder: string, target: string, sessions: number): Promise<Pgbouncer> {
  const { pathname, username, password } = new URL(target);
  const listening = await freePort();
  const users = join(folder, "users.txt");
  const config = join(folder, "pgbouncer.ini");
  writeFileSync(users, `"${username}" "${password}"\n`);
  const lead = (to: string) => {
    const { hostname, port } = new URL(to);
    writeFileSync(
      config,
      `[databases]\n${pathname.slice(1)} = host=${hostname} port=${port} dbname=${pathname.slice(1)} user=${username} password=${password}
[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = ${listening}\nauth_type = plain\nauth_file = ${users}\npool_mode = transaction
default_pool_size = ${sessions}\nmax_client_conn = 200\nunix_socket_dir =\nadmin_users = ${username}\nserver_login_retry = 1\n`,
    );
  };
  lead(target);
  const child = spawn("pgbouncer", ["-q", config], { ...unprivilegedUser(), stdio: "ignore" });
  onTestFinished(() => void child.kill("SIGKILL"));
  const url = new URL(target);
  url.port = String(listening);
  return {
    url: url.href,
    async redirect(to) {
      lead(to);
      const console = new pg.Client({ connectionString: Object.assign(new URL(url), { pathname: "/pgbouncer" }).href });
      await console.connect();
      for (const command of ["RELOAD", "RECONNECT"]) await console.query(command);
      await console.end();
    },
  };
}
