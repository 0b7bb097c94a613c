/** A PgBouncer in transaction mode before a test's Postgres, where one is installed. */
import { execFileSync, spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll } from "vitest";
import { unprivilegedUser } from "../postgres-binaries.ts";
import { freePort } from "../postgres-server.ts";

/** `PgBouncer 1.18.0`; undefined where none is installed. */
export function pgbouncerVersion(): string | undefined {
  try {
    return execFileSync("pgbouncer", ["--version"], { encoding: "utf8" }).split("\n")[0];
  } catch {
    return undefined;
  }
}

/** Resolves to the URL of the same database behind it. At most `sessions` reach Postgres at once. */
export async function startPgbouncer(folder: string, target: string, sessions: number): Promise<string> {
  const { hostname, port, pathname, username, password } = new URL(target);
  const listening = await freePort();
  const users = join(folder, "users.txt");
  const config = join(folder, "pgbouncer.ini");
  writeFileSync(users, `"${username}" "${password}"\n`);
  writeFileSync(
    config,
    `[databases]\n${pathname.slice(1)} = host=${hostname} port=${port} dbname=${pathname.slice(1)} user=${username} password=${password}
[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = ${listening}\nauth_type = plain\nauth_file = ${users}\npool_mode = transaction
default_pool_size = ${sessions}\nmax_client_conn = 200\nunix_socket_dir =\n`,
  );
  const child = spawn("pgbouncer", ["-q", config], { ...unprivilegedUser(), stdio: "ignore" });
  afterAll(() => void child.kill("SIGKILL"));
  const url = new URL(target);
  url.port = String(listening);
  return url.href;
}
