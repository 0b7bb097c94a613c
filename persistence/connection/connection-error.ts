/** Turns what the driver throws on connecting into one message: where, why and what to do. Never the password. */
import { errors, SignalboxError } from "../../language/issues/errors.ts";
import { codeOf } from "./unavailable.ts";

const LOGIN_CODES = new Set(["28P01", "28000", "3D000"]);

/** Node's codes of refused certificates, and what it says of them. */
const CERTIFICATE = /^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT|UNABLE_TO_|CERT_|ERR_TLS_CERT|ERR_SSL)/;
const CERTIFICATE_WORDS = /certificate|self.signed|altnames/i;

interface Kind {
  readonly code: "DATABASE_LOGIN_FAILED" | "DATABASE_UNREACHABLE" | "DATABASE_TLS_FAILED";
  readonly what: string;
  readonly repair: string;
}

export function connectionError(url: string, cause: unknown): SignalboxError {
  const place = addressOf(url);
  const reason = reasonOf(cause);
  const { code, what, repair } = kindOf(codeOf(cause), reason);
  return new SignalboxError(code, `Postgres at ${place} ${what}: ${reason}. ${repair}`, { cause, place });
}

function kindOf(code: string, reason: string): Kind {
  if (code === "3D000")
    return {
      code: "DATABASE_LOGIN_FAILED",
      what: "has no such database",
      repair: "Create it (createdb, or `create database` as its owner), or correct the name in DATABASE_URL.",
    };
  if (LOGIN_CODES.has(code) || /SASL|password must be a string/.test(reason))
    return { code: "DATABASE_LOGIN_FAILED", what: "refuses the login", repair: errors.DATABASE_LOGIN_FAILED.repair };
  if (CERTIFICATE.test(code) || CERTIFICATE_WORDS.test(reason))
    return { code: "DATABASE_TLS_FAILED", what: "has a certificate that is not trusted", repair: errors.DATABASE_TLS_FAILED.repair };
  if (/does not support SSL/i.test(reason))
    return {
      code: "DATABASE_TLS_FAILED",
      what: "offers no TLS",
      repair: "Remove sslmode and ssl from DATABASE_URL, or switch TLS on in Postgres.",
    };
  if (/unsupported startup parameter/i.test(reason))
    return {
      code: "DATABASE_UNREACHABLE",
      what: "is a PgBouncer that takes no session settings",
      repair: "Remove `options` from DATABASE_URL and set SIGNALBOX_SCHEMA, or add it to ignore_startup_parameters.",
    };
  return { code: "DATABASE_UNREACHABLE", what: "does not answer", repair: errors.DATABASE_UNREACHABLE.repair };
}

/** `host:port/database`, without user, password and options. */
export function addressOf(url: string): string {
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
