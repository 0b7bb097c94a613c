/** Which web pages may call the API from a browser: an allow-list, and the headers that Studio and the SDK need. */
import cors from "cors";
import type { RequestHandler } from "express";
import { SignalboxError } from "../../language/issues/errors.ts";
import { messageOf } from "../../language/issues/thrown.ts";
import { hostNameOf, isLoopbackName } from "./known-hosts.ts";

/** The `http.cors` of a langgraph.json. */
export interface CorsSettings {
  /** Exact origins. `"*"` allows every page. */
  readonly allow_origins?: readonly string[];
  /** Of a whole origin. */
  readonly allow_origin_regex?: string;
  readonly allow_methods?: readonly string[];
  readonly allow_headers?: readonly string[];
  readonly allow_credentials?: boolean;
  readonly expose_headers?: readonly string[];
  /** Seconds for which a browser may cache a preflight. */
  readonly max_age?: number;
}

/** Allowed by default, with pages of this machine: LangGraph Studio and Agent Chat. */
const DEFAULT_ORIGINS = ["https://smith.langchain.com", "https://agentchat.vercel.app"];
const EXPOSED_HEADERS = ["Content-Location", "Location", "X-Pagination-Total", "X-Pagination-Next", "Retry-After"];

/** The middlewares of the allow-list, in order. */
export function allowedOrigins(given?: CorsSettings): RequestHandler[] {
  const settings = given ?? {};
  const isAllowed = given ? originTest(given) : isAllowedByDefault;
  return [
    allowPrivateNetwork,
    cors({
      origin: (origin, done) => done(null, origin !== undefined && isAllowed(origin)),
      exposedHeaders: [...new Set([...EXPOSED_HEADERS, ...(settings.expose_headers ?? [])])],
      ...(settings.allow_methods && { methods: [...settings.allow_methods] }),
      ...(settings.allow_headers && { allowedHeaders: [...settings.allow_headers] }),
      ...(settings.allow_credentials !== undefined && { credentials: settings.allow_credentials }),
      ...(settings.max_age !== undefined && { maxAge: settings.max_age }),
    }),
    rejectForeignPages(isAllowed),
  ];
}

const isAllowedByDefault = (origin: string): boolean => DEFAULT_ORIGINS.includes(origin) || isOfThisMachine(origin);

function isOfThisMachine(origin: string): boolean {
  if (!URL.canParse(origin)) return false;
  const { protocol, host } = new URL(origin);
  const name = hostNameOf(host);
  return name !== undefined && isLoopbackName(name) && (protocol === "http:" || protocol === "https:");
}

/** Of the whole origin: "https://.*\\.example\\.com" does not allow https://a.example.com.evil.example. */
function wholeOrigin(pattern: string): RegExp {
  try {
    return new RegExp(`^(?:${pattern})$`);
  } catch (cause) {
    throw new SignalboxError("CONFIG_INVALID", `allow_origin_regex is not a regular expression: ${messageOf(cause)}`, { cause });
  }
}

function originTest({ allow_origins = [], allow_origin_regex }: CorsSettings): (origin: string) => boolean {
  const pattern = allow_origin_regex === undefined ? undefined : wholeOrigin(allow_origin_regex);
  return (origin) => allow_origins.includes("*") || allow_origins.includes(origin) || (pattern?.test(origin) ?? false);
}

/** Chrome requires this before a public page (Studio) may call a private address (this server). */
const allowPrivateNetwork: RequestHandler = (request, response, next) => {
  if (request.get("Access-Control-Request-Private-Network") === "true") response.set("Access-Control-Allow-Private-Network", "true");
  next();
};

/**
 * A page can send a text/plain POST without a preflight, and CORS would only hide the response: a decision would still take effect.
 * Browsers set Origin on every such request, other clients do not. The page of a decision link has no origin, as it gives no referrer, and its form brings
 * the credential itself.
 */
function rejectForeignPages(isAllowed: (origin: string) => boolean): RequestHandler {
  return (request, _response, next) => {
    if (request.path === "/links") return next();
    const origin = request.get("Origin");
    if (origin === undefined || isAllowed(origin) || isOwn(origin, request.get("Host"))) return next();
    throw new SignalboxError("ORIGIN_REFUSED", `Pages of ${origin} may not call this server: add it to http.cors.allow_origins`);
  };
}

/** A page that this server itself serves: the host is one of its names (known-hosts.ts). */
const isOwn = (origin: string, host: string | undefined): boolean => URL.canParse(origin) && new URL(origin).host === host;
