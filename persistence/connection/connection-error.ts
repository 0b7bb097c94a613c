/** Turns what the driver throws on connecting into one clear line: where, why, what to do; never the password. */
import { errors, SignalboxError } from "../../language/issues/errors.ts";

const LOGIN_CODES = new Set(["28P01", "28000", "3D000"]);

export function connectionError(url: string, cause: unknown): SignalboxError {
  const place = placeOf(url);
  const code =
    LOGIN_CODES.has(codeOf(cause)) || /SASL|password must be a string/.test(String(cause))
      ? "DATABASE_LOGIN_FAILED"
      : "DATABASE_UNREACHABLE";
  const what = code === "DATABASE_LOGIN_FAILED" ? `Postgres at ${place} refuses the login` : `No Postgres answers at ${place}`;
  return new SignalboxError(code, `${what}: ${reasonOf(cause)}. ${errors[code].repair}`, { cause, place });
}

/** `user@host:port/database`, without password and options. */
function placeOf(url: string): string {
  if (!URL.canParse(url)) return "the given URL, which is none (expected postgres://user:password@host:5432/database)";
  const { hostname, port, pathname, searchParams } = new URL(url);
  return `${hostname || searchParams.get("host") || "localhost"}:${port || "5432"}${pathname}`;
}

function codeOf(cause: unknown): string {
  return String((cause as { code?: unknown } | null)?.code ?? "");
}

/** Node reports "localhost" as an AggregateError of both address families, whose own message is empty. */
function reasonOf(cause: unknown): string {
  const first = cause instanceof AggregateError ? cause.errors[0] : cause;
  const reason = first instanceof Error ? first.message : String(first);
  return reason.replace(/\s+/g, " ").replace(/\.$/, "") || codeOf(cause);
}
