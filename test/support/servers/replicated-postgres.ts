/** A primary and a streaming standby of it, copied from a server that was stopped: needs nothing but the server's own program. */
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import pg from "pg";
import { tcpProxy } from "../../faults/inject/tcp-proxy.ts";
import { unprivilegedUser } from "../postgres-binaries.ts";
import { type PostgresServer, startPostgres } from "../postgres-server.ts";
import { until } from "../until.ts";

export interface Replicated {
  readonly primary: PostgresServer;
  readonly standby: PostgresServer;
  /** The standby becomes a primary, whatever the old one does. */
  promote(): Promise<void>;
  /** Resolves when the standby has what the primary has now. */
  caughtUp(): Promise<void>;
  /** What the primary writes no longer reaches the standby. */
  stall(): void;
  stop(): Promise<void>;
}

/** `template`: the folder of a server that was started once and stopped. */
export async function startReplicated(
  folder: string,
  template: string,
  { isSynchronous }: { readonly isSynchronous: boolean },
): Promise<Replicated> {
  const place = (name: string) => copyOf(template, join(folder, name));
  const names = isSynchronous ? ["synchronous_standby_names=standby"] : [];
  const primary = await startPostgres(place("primary"), names);
  const copy = place("standby");
  writeOwned(join(copy, "data", "standby.signal"), "");
  const link = await tcpProxy(primary.url);
  const { port, username, password } = new URL(link.url);
  const source = `host=127.0.0.1 port=${port} user=${username} password=${password} application_name=standby`;
  const standby = await startPostgres(copy, [`primary_conninfo=${source}`]);
  await until("the standby streams", () => ask(primary.url, "select 1 from pg_stat_replication where state = 'streaming'"));
  return {
    primary,
    standby,
    promote: async () => {
      await ask(standby.url, "select pg_promote(true, 20)");
    },
    caughtUp: async () => {
      const at = await oneValue(primary.url, "select pg_current_wal_lsn()::text as value");
      await until("the standby has caught up", () => ask(standby.url, `select 1 where pg_last_wal_replay_lsn() >= '${at}'`));
    },
    stall: () => link.silence(),
    stop: async () => {
      await Promise.all([primary.stop(), standby.stop(), link.close()]);
      for (const server of ["primary", "standby"]) rmSync(join(folder, server), { recursive: true, force: true });
    },
  };
}

/** With the server's program, if the template has its own, and without what belongs to the process. */
export function copyOf(template: string, folder: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  chmodSync(dirname(folder), 0o755);
  for (const name of ["postgres", "data"]) {
    if (existsSync(join(template, name))) cpSync(join(template, name), join(folder, name), { recursive: true, verbatimSymlinks: true });
  }
  rmSync(join(folder, "data", "postmaster.pid"), { force: true });
  chmodSync(join(folder, "data"), 0o700);
  own(join(folder, "data"));
  return folder;
}

function writeOwned(file: string, text: string): void {
  writeFileSync(file, text);
  own(file);
}

/** As for the template: the server refuses to run as root. */
export function own(path: string): void {
  const user = unprivilegedUser();
  if (!user) return;
  chownSync(path, user.uid, user.gid);
  if (path.endsWith("data"))
    for (const name of readdirSync(path, { recursive: true })) chownSync(join(path, String(name)), user.uid, user.gid);
}

const ask = async (url: string, text: string): Promise<boolean> => (await rowsOf(url, text)).length > 0;

const oneValue = async (url: string, text: string): Promise<unknown> => (await rowsOf(url, text))[0]?.value;

async function rowsOf(url: string, text: string): Promise<{ readonly value?: unknown }[]> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  try {
    return (await client.query<{ value?: unknown }>(text)).rows;
  } finally {
    await client.end();
  }
}
