/** What a failed request says: whether it can have done anything. Reads the shapes of the protocol's client and of fetch. */
import { isRecord } from "../language/schema/is-record.ts";

/** Before the call. */
export class NothingSent extends Error {}

/** The response ended before it was whole. */
export class ConnectionLost extends Error {}

/** Of the protocol's client: no answer has come. */
const CLOSED = -32_000;
const TIMED_OUT = -32_001;
/** Of JSON-RPC. */
const NOT_FOUND = [-32_601, -32_602];

/** The server has not taken the request: nobody listened, it sends the caller elsewhere, or it does not know the session any more. */
export function isUnsent(error: unknown): boolean {
  if (error instanceof NothingSent) return true;
  const status = statusOf(error);
  if (status !== undefined) return status < 500 && status !== 408 && !isRefused(error);
  if (error instanceof Error && error.message === "Not connected") return true;
  const codes = ["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH", "UND_ERR_CONNECT_TIMEOUT", "ENOENT", "EACCES"];
  return codesIn(error).some((code) => codes.includes(code));
}

/** The credential does not count, or none was sent. */
export const isRefused = (error: unknown): boolean =>
  statusOf(error) === 401 || statusOf(error) === 403 || (error instanceof Error && error.constructor.name === "UnauthorizedError");

/** An error that the server answered: the call is over. */
export const isAnswered = (error: unknown): error is Error & { readonly code: number } =>
  isProtocolError(error) && error.code !== CLOSED && error.code !== TIMED_OUT;

/** Of a tool or of arguments that the server does not know. */
export const isUnknownTool = (error: unknown): boolean => isProtocolError(error) && NOT_FOUND.includes(error.code);

const isProtocolError = (error: unknown): error is Error & { readonly code: number } =>
  error instanceof Error && "code" in error && typeof error.code === "number" && error.code <= CLOSED;

/** The client has it as a code of its own error. */
function statusOf(error: unknown): number | undefined {
  const { code } = isRecord(error) ? error : {};
  return error instanceof Error && typeof code === "number" && code >= 300 && code < 600 ? code : undefined;
}

function codesIn(error: unknown): string[] {
  if (!isRecord(error)) return [];
  const own = typeof error.code === "string" ? [error.code] : [];
  const several = error instanceof AggregateError ? error.errors.flatMap(codesIn) : [];
  return [...own, ...several, ...codesIn(error.cause)];
}
