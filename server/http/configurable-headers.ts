/** Which request headers reach the graph: those that the operator lists, by default none. They may be credentials. */
import type { Request } from "express";
import type { RunRequest } from "../../runtime/protocol/run-request.ts";

/** The `http.configurable_headers` of a langgraph.json: names in any case, where `*` is any text. Excludes count first. */
export interface ConfigurableHeaders {
  readonly includes?: readonly string[] | null | undefined;
  readonly excludes?: readonly string[] | null | undefined;
}

/** Only by their whole name: nobody means them by a pattern. */
const CREDENTIALS = new Set(["authorization", "proxy-authorization", "cookie", "x-api-key", "x-service-key", "x-tenant-id"]);

export type HeadersOf = (request: Request) => RunRequest["headers"];

/** Resolves to the headers of a request that its run takes along; undefined if there are none. */
export function configurableHeaders({ includes, excludes }: ConfigurableHeaders = {}): HeadersOf {
  const included = matcher(includes ?? []);
  const excluded = matcher(excludes ?? []);
  const named = new Set((includes ?? []).map((name) => name.toLowerCase()));
  const isTaken = (name: string): boolean =>
    included(name) && !excluded(name) && !isReservedKey(name) && (named.has(name) || !CREDENTIALS.has(name));
  return ({ headers }) => {
    const taken = Object.entries(headers).filter((entry): entry is [string, string] => typeof entry[1] === "string" && isTaken(entry[0]));
    return taken.length > 0 ? Object.fromEntries(taken) : undefined;
  };
}

/** Keys of `config.configurable` that only the server sets: its own and LangGraph's, and who is asking. */
export const isReservedKey = (key: string): boolean => key.startsWith("__") || key.startsWith("langgraph_auth_");

function matcher(patterns: readonly string[]): (name: string) => boolean {
  const tests = patterns.map((pattern) => new RegExp(`^${pattern.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*")}$`, "i"));
  return (name) => tests.some((test) => test.test(name));
}
