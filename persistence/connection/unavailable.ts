/** Distinguishes failures of the database, which are transient, from errors of a statement, and repeats what failed that way. */
import pRetry from "p-retry";
import { errors, isCausedBy, SignalboxError } from "../../language/issues/errors.ts";
import { messageOf } from "../../language/issues/thrown.ts";

/**
 * 08: connection lost. 25006: read-only, as after a failover. 25P03, 25P04, 57P05: the server ended a session by one of its limits. 40001,
 * 40003, 40P01: rolled back because of another transaction, or unknown whether. 53: disk full, too many connections, out of memory. 55P03: a
 * lock was not given in time. 57014: took too long. 57P0x: shutting down or starting. 58: I/O error, a file is gone.
 */
const SQL_STATES = /^(08...|25006|25P0[34]|40001|40003|40P01|53...|55P03|57014|57P0[1-35]|58...)$/;
const SOCKET_CODES = /^(ECONN(RESET|REFUSED|ABORTED)|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$/;
/** Postgres has no code for some of them. */
const BROKEN_DISK = /^could not .*: (File too large|No space left on device|Disc? quota exceeded|I\/O error|Read-only file system)/;
const FULL_DISK = /No space left on device|File too large|Disc? quota exceeded/;
/** The driver's own errors have no code, only a message. */
const MESSAGES = /^(Connection terminated|Query read timeout|timeout exceeded when trying to connect|timeout expired)|is not queryable$/;

/** Pauses of 0.1, 0.2, 0.4 … 2 s, and no retry after 13 s: enough for a restart, and no caller waits much longer. */
const RETRIES = { retries: 10, minTimeout: 100, factor: 2, maxTimeout: 2_000, maxRetryTime: 13_000 };

/** The SQLSTATE or the system's error code; an empty string if there is none. */
export const codeOf = (error: unknown): string => (error instanceof Error && "code" in error ? String(error.code) : "");

/** Whether the server ended a session because its transaction was idle, or open, for too long. */
export const exceededTransactionLimit = (error: unknown): boolean =>
  /^25P0[34]$/.test(codeOf(error)) || (error instanceof Error && error.cause !== undefined && exceededTransactionLimit(error.cause));

/** Whether a lock was not to be had in time, or two transactions waited for each other. */
export const isLockRefused = (error: unknown): boolean =>
  /^(55P03|40P01)$/.test(codeOf(error)) || (error instanceof Error && error.cause !== undefined && isLockRefused(error.cause));

/** A failure of ours that passes, in the class of lost connections. */
export const asTransient = (reason: string): Error => Object.assign(new Error(reason), { code: "08006" });

export function isTransient(error: unknown): boolean {
  if (error instanceof SignalboxError) return error.code === "DATABASE_UNAVAILABLE" || error.code === "DATABASE_UNREACHABLE";
  if (error instanceof AggregateError) return error.errors.some(isTransient);
  if (!(error instanceof Error)) return false;
  const code = codeOf(error);
  return SQL_STATES.test(code) || SOCKET_CODES.test(code) || MESSAGES.test(error.message) || BROKEN_DISK.test(error.message);
}

/** Whether a failure of the database caused an error. */
export const isUnavailable = (error: unknown): boolean => isCausedBy(error, "DATABASE_UNAVAILABLE");

/** DATABASE_UNAVAILABLE for a transient failure, every other error unchanged. */
export function asUnavailable(cause: unknown): unknown {
  return !isTransient(cause) || cause instanceof SignalboxError ? cause : unavailable(cause, toldReasonOf(cause));
}

/** `told`: a reason that may be told to whoever asked. The message also has the server's own, which may name files and tables. */
export function unavailable(cause: unknown, told: string | undefined): SignalboxError {
  const { title, repair } = errors.DATABASE_UNAVAILABLE;
  const message = `${title}: ${reasonOf(cause)}. ${repair}`;
  return new SignalboxError("DATABASE_UNAVAILABLE", message, { cause, ...(told !== undefined && { reason: told }) });
}

/** Undefined for what passes by itself. */
export function toldReasonOf(cause: unknown): string | undefined {
  if (codeOf(cause) === "53100" || FULL_DISK.test(reasonOf(cause))) return "the database's disk is full";
  if (codeOf(cause) === "25006") return "the database is read-only";
  return codeOf(cause) === "53300" ? "the database has no free connection" : undefined;
}

/** Rejects with DATABASE_UNAVAILABLE when `work` fails transiently. */
export function mapUnavailable<T>(work: () => Promise<T>): Promise<T> {
  return work().catch((error: unknown) => Promise.reject(asUnavailable(error)));
}

/** Repeats a statement while the database is unavailable, such as during a restart. Only for statements that may run twice. */
export function retryTransient<T>(statement: () => Promise<T>): Promise<T> {
  return mapUnavailable(() => pRetry(statement, { ...RETRIES, shouldRetry: ({ error }) => isTransient(error) }));
}

const reasonOf = (cause: unknown): string => messageOf(cause instanceof AggregateError ? cause.errors[0] : cause);
