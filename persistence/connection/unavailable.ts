/** Tells the database's own trouble, which passes, from the errors of a statement. */
import { errors, isCausedBy, SignalboxError } from "../../language/issues/errors.ts";

/** 08: connection lost. 25006: read-only, as after a failover. 40001, 40P01: taken back because of another transaction. 53: disk full, too many connections, no memory. 57014: it took too long. 57P0x: shut down or starting. 58030: the disk fails. */
const SQL_STATES = /^(08...|25006|40001|40P01|53...|57014|57P0[1-3]|58030)$/;
const SOCKET_CODES = /^(ECONN(RESET|REFUSED|ABORTED)|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$/;
/** The driver's own losses have no code, only a message. */
const MESSAGES = /^(Connection terminated|Query read timeout|timeout exceeded when trying to connect|timeout expired)|is not queryable$/;

export function isTransient(error: unknown): boolean {
  if (error instanceof SignalboxError) return error.code === "DATABASE_UNAVAILABLE" || error.code === "DATABASE_UNREACHABLE";
  if (error instanceof AggregateError) return error.errors.some(isTransient);
  if (!(error instanceof Error)) return false;
  const { code = "", message } = error as Error & { code?: unknown };
  return SQL_STATES.test(String(code)) || SOCKET_CODES.test(String(code)) || MESSAGES.test(message);
}

/** Whether the database's trouble is behind an error. */
export const isUnavailable = (error: unknown): boolean => isCausedBy(error, "DATABASE_UNAVAILABLE");

/** What callers get: DATABASE_UNAVAILABLE for trouble that passes, every other error as it is. */
export function asUnavailable(cause: unknown): unknown {
  if (!isTransient(cause) || cause instanceof SignalboxError) return cause;
  const { title, repair } = errors.DATABASE_UNAVAILABLE;
  return new SignalboxError("DATABASE_UNAVAILABLE", `${title}: ${reasonOf(cause)}. ${repair}`, { cause });
}

export function sayUnavailable<T>(work: () => Promise<T>): Promise<T> {
  return work().catch((error: unknown) => Promise.reject(asUnavailable(error)));
}

function reasonOf(cause: unknown): string {
  const first = cause instanceof AggregateError ? cause.errors[0] : cause;
  return first instanceof Error ? first.message : String(first);
}
