/** Turns what the driver throws on connecting into one message: where, why and what to do. Never the password. */
import { errors, SignalboxError } from "../../language/issues/errors.ts";
import { codeOf } from "./unavailable.ts";

const LOGIN_CODES = new Set(["28P01", "28000", "3D000"]);

export function connectionError(url: string, cause: unknown): SignalboxError {
  const place = addressOf(url);
  const isLogin = LOGIN_CODES.has(codeOf(cause)) || /SASL|password must be a string/.test(String(cause));
  const code = isLogin ? "DATABASE_LOGIN_FAILED" : "DATABASE_UNREACHABLE";
  const what = isLogin ? `Postgres at ${place} refuses the login` : `Postgres at ${place} does not answer`;
  return new SignalboxError(code, `${what}: ${reasonOf(cause)}. ${errors[code].repair}`, { cause, place });
}

/** `host:port/database`, without user, password and options. */
function addressOf(url: string): string {
  if (!URL.canParse(url)) return "an invalid URL (expected postgres://user:password@host:5432/database)";
  const { hostname, port, pathname, searchParams } = new URL(url);
  return `${hostname || searchParams.get("host") || "localhost"}:${port || "5432"}${pathname}`;
}

/** For "localhost" Node throws an AggregateError with both address families, whose own message is empty. */
function reasonOf(cause: unknown): string {
  const first = cause instanceof AggregateError ? cause.errors[0] : cause;
  const reason = first instanceof Error ? first.message : String(first);
  return reason.replace(/\s+/g, " ").replace(/\.$/, "") || codeOf(cause);
}
