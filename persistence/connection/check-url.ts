/** Finds in a URL what the driver would ignore or not understand, before it connects: each mistake says what to write instead. */
import { SignalboxError } from "../../language/issues/errors.ts";

/** Of other drivers and libraries. */
const SCHEMA_PARAMETERS = ["search_path", "schema", "currentSchema", "current_schema"];

export function checkUrl(url: string, name: "DATABASE_URL" | "DATABASE_URL_DIRECT"): void {
  const problem = problemOf(url);
  if (problem) throw new SignalboxError("DATABASE_URL_INVALID", `${name} ${problem}`, { name });
}

function problemOf(url: string): string | undefined {
  const [, scheme = "", rest = ""] = /^([a-z][a-z0-9+.-]*):(.*)$/is.exec(url.trim()) ?? [];
  if (scheme === "") return "is not a URL. Write postgres://user:password@host:5432/database, or unset it to use the embedded database.";
  if (!/^postgres(ql)?$/i.test(scheme))
    return `begins with ${scheme}: and Signalbox needs a Postgres, version 13 or later. Write postgres://user:password@host:5432/database, or unset it to use the embedded database.`;
  const [, hosts = ""] = /^\/\/(?:[^@/?]*@)?([^/?]*)/.exec(rest) ?? [];
  const query = new URLSearchParams(rest.split("?").slice(1).join("?"));
  if (hosts.includes(",") || query.get("host")?.includes(",") || query.has("target_session_attrs"))
    return "names several hosts, or target_session_attrs, which the driver does not support. Name one address that always leads to the primary: HAProxy (with on-marked-down shutdown-sessions), PgBouncer (RELOAD and RECONNECT after a failover), or one DNS name.";
  if (!URL.canParse(url)) return "is not a valid URL. Percent-encode special characters of the password, such as %40 for @ and %23 for #.";
  const parameter = SCHEMA_PARAMETERS.find((candidate) => query.has(candidate));
  if (!parameter) return undefined;
  const value = query.get(parameter);
  return `has the parameter ${parameter}, which Postgres' driver ignores. Set SIGNALBOX_SCHEMA=${value}, or write ?options=-c%20search_path%3D${value} instead.`;
}
