/** How long sessions waited for locks, by Postgres' own log: exact, also of a session that this process was too busy to look at. */
import { readFileSync } from "node:fs";

/** Every wait from 20 ms on is logged when it is over. */
export const LOG_SETTINGS = ["log_lock_waits=on", "deadlock_timeout=20ms", "log_line_prefix=%n [%a] "];

export interface LockWait {
  /** Of the session that waited: its application_name. */
  readonly session: string;
  /** When it got the lock, in ms since 1970. */
  readonly endedAt: number;
  readonly ms: number;
  /** What it waited for: "RowExclusiveLock on relation 16404". */
  readonly lock: string;
}

const ACQUIRED = /^([\d.]+) \[([^\]]*)\] LOG: {2}process \d+ acquired (.+?)(?: of database \d+)? after ([\d.]+) ms/gm;

export function lockWaits(logFile: string): LockWait[] {
  const log = readFileSync(logFile, "utf8");
  return [...log.matchAll(ACQUIRED)].map(([, at, session = "", lock = "", ms]) => ({
    ...{ session, lock },
    endedAt: Number(at) * 1_000,
    ms: Number(ms),
  }));
}
