/** Tries a statement again while Postgres restarts. Only for statements that may safely run twice. */
import pRetry from "p-retry";

/** Pauses of 0.1, 0.2, 0.4 … 2 s: about 13 s in all, enough for a restart. */
const PATIENCE = { retries: 10, minTimeout: 100, factor: 2, maxTimeout: 2_000 };

export function retryTransient<T>(statement: () => Promise<T>): Promise<T> {
  return pRetry(statement, { ...PATIENCE, shouldRetry: ({ error }) => isTransient(error) });
}

/** 57P0x: shut down or starting; 08xxx: connection lost. The driver's own losses have no code, only a message. */
export function isTransient(error: unknown): boolean {
  const { code = "", message = "" } = error as { code?: string; message?: string };
  if (/^(57P0\d|08...|ECONNRESET|ECONNREFUSED|EPIPE)$/.test(code)) return true;
  return /^Connection terminated|connection error and is not queryable/.test(message);
}
