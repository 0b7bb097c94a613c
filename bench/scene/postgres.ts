/** The benchmark's own Postgres. It waits for the disk at each commit, as in production, and counts statements and commits. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { startPostgres } from "../../test/support/postgres-server.ts";

/** What tests switch off is on again. */
const SETTINGS = ["fsync=on", "full_page_writes=on", "shared_preload_libraries=pg_stat_statements", "pg_stat_statements.max=10000"];

/** A backend that has nothing to do reports its commits after 10 s. */
const REPORTED_MS = 10_500;

const TICK_MS = 10;

export interface Counts {
  readonly statements: number;
  readonly commits: number;
}

export interface BenchPostgres {
  /** Of a new database. */
  createDatabase(name: string): Promise<string>;
  /** What clients have sent: the checks of foreign keys are not among it. Commits are complete after `settle`. */
  counts(database: string): Promise<Counts>;
  settle(): Promise<void>;
  /** Rows of a query on the server's own database. */
  query<T extends pg.QueryResultRow>(text: string, values?: readonly unknown[]): Promise<T[]>;
  /** CPU of all its processes so far. Not a number where there is no /proc. */
  cpuMs(): number;
  stop(): Promise<void>;
}

export async function startBenchPostgres(): Promise<BenchPostgres> {
  // as root a Postgres runs as another user, who must get here
  const folder = mkdtempSync(join(process.getuid?.() === 0 ? "/tmp" : tmpdir(), "signalbox-bench-"));
  const server = await startPostgres(folder, SETTINGS);
  const own = new pg.Pool({ connectionString: server.url, max: 2 });
  await own.query("create extension pg_stat_statements");
  const query: BenchPostgres["query"] = async (text, values = []) => (await own.query(text, [...values])).rows as never;
  const count = async (text: string, database: string) => Number((await query<{ count: string }>(text, [database]))[0]?.count);
  const statements = (database: string) => count(STATEMENTS, database);
  return {
    query,
    async createDatabase(name) {
      await own.query(`create database "${name}"`);
      const url = new URL(server.url);
      url.pathname = `/${name}`;
      return url.href;
    },
    async counts(database) {
      return { statements: await statements(database), commits: await count(COMMITS, database) };
    },
    settle: () => sleep(REPORTED_MS),
    cpuMs: () => cpuOfServer(Number(readFileSync(join(folder, "data/postmaster.pid"), "utf8").split("\n")[0])),
    async stop() {
      await own.end();
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const STATEMENTS =
  "select coalesce(sum(calls), 0) as count from pg_stat_statements s join pg_database d on d.oid = s.dbid where d.datname = $1";
const COMMITS = "select xact_commit as count from pg_stat_database where datname = $1";

/** Those that live, and those that have ended. */
function cpuOfServer(postmaster: number): number {
  if (process.platform !== "linux") return Number.NaN;
  const own = fieldsOf(postmaster);
  let ticks = sum(own, 11, 12, 13, 14);
  for (const name of readdirSync("/proc")) {
    const fields = /^\d+$/.test(name) ? fieldsOf(Number(name)) : [];
    if (Number(fields[1]) === postmaster) ticks += sum(fields, 11, 12);
  }
  return ticks * TICK_MS;
}

const sum = (fields: readonly string[], ...places: readonly number[]) => places.reduce((all, at) => all + Number(fields[at]), 0);

/** Of /proc/<pid>/stat, from the state on. Empty when the process has ended. */
function fieldsOf(pid: number): string[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  } catch {
    return [];
  }
}
