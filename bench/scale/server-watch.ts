/** What a Postgres' sessions wait for while it is under load: samples of pg_stat_activity. */
import { setTimeout as sleep } from "node:timers/promises";
import type { BenchPostgres } from "../scene/postgres.ts";

const PAUSE_MS = 50;

const ACTIVE = `select coalesce(wait_event_type, 'CPU') as kind, coalesce(wait_event, '') as event from pg_stat_activity
  where state = 'active' and backend_type = 'client backend' and pid <> pg_backend_pid() and datname = $1`;

export interface Waits {
  /** Of the samples of active sessions, what share waits: for a lock of a row, a table or a key; for the log of changes; for nothing but CPU. */
  readonly lock: number;
  readonly wal: number;
  readonly cpu: number;
}

export function watchServer(postgres: BenchPostgres, database: string): { stop(): Promise<Waits> } {
  let isStopped = false;
  const seen: { kind: string; event: string }[] = [];
  const watching = (async () => {
    while (!isStopped) {
      seen.push(...(await postgres.query<{ kind: string; event: string }>(ACTIVE, [database])));
      await sleep(PAUSE_MS);
    }
  })();
  return {
    async stop() {
      isStopped = true;
      await watching;
      const share = (is: (one: { kind: string; event: string }) => boolean) => seen.filter(is).length / Math.max(1, seen.length);
      return {
        lock: share(({ kind }) => kind === "Lock"),
        wal: share(({ event }) => event.startsWith("WAL") || event === "WalSync" || event === "WalWrite"),
        cpu: share(({ kind }) => kind === "CPU"),
      };
    },
  };
}
