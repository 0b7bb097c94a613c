/** Tries again while the database is in trouble that passes, such as a restart. Only for what may safely be done twice. */
import pRetry from "p-retry";
import { isTransient, sayUnavailable } from "./unavailable.ts";

/** Pauses of 0.1, 0.2, 0.4 … 2 s, and no further try after 13 s: enough for a restart, and nobody waits much longer. */
const PATIENCE = { retries: 10, minTimeout: 100, factor: 2, maxTimeout: 2_000, maxRetryTime: 13_000 };

/** Throws DATABASE_UNAVAILABLE when it has lost patience. */
export function retryTransient<T>(statement: () => Promise<T>): Promise<T> {
  return sayUnavailable(() => pRetry(statement, { ...PATIENCE, shouldRetry: ({ error }) => isTransient(error) }));
}
