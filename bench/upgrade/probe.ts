/** A session beside the migrations that reads and writes a row of each table every few milliseconds, as an earlier program does. */
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";

const PAUSE_MS = 5;

/** The column by which a row is found, and one that may be written. */
const tables: Readonly<Record<string, readonly [found: string, written: string]>> = {
  threads: ["id", "updated_at"],
  runs: ["thread_id", "updated_at"],
  leases: ["thread", "epoch"],
  interrupts: ["thread_id", "node"],
  effects: ["thread_id", "epoch"],
  fan_outs: ["parent_id", "resume_run"],
  children: ["parent_id", "status"],
  audit: ["thread_id", "task"],
  checkpoints: ["thread_id", "type"],
  checkpoint_blobs: ["thread_id", "type"],
  checkpoint_writes: ["thread_id", "type"],
};

export interface Probe {
  /** The statements that took longest, the longest first. */
  stop(): Promise<readonly { readonly table: string; readonly ms: number }[]>;
}

/** One session a table, so that one that waits keeps no other from being seen. `threadId`: of a random thread. */
export function startProbe(url: string, threadId: () => string): Probe {
  let isStopped = false;
  const probing = Promise.all(
    Object.entries(tables).map(async ([table, [found, written]]) => {
      const client = new pg.Client({ connectionString: url, application_name: "probe" });
      await client.connect();
      let ms = 0;
      while (!isStopped) {
        const began = performance.now();
        const id = threadId();
        await client.query(`select 1 from ${table} where ${found} = $1 limit 1`, [id]);
        await client.query(
          `update ${table} set ${written} = ${written} where ctid = (select ctid from ${table} where ${found} = $1 limit 1)`,
          [id],
        );
        ms = Math.max(ms, performance.now() - began);
        await sleep(PAUSE_MS);
      }
      await client.end();
      return { table, ms };
    }),
  );
  return {
    async stop() {
      isStopped = true;
      return (await probing).sort((one, other) => other.ms - one.ms);
    },
  };
}
