/** How much one caller may ask of this process: requests a minute, and responses that stay open. Over it: 429 with Retry-After. */
import type { Request, RequestHandler } from "express";
import { ipKeyGenerator, rateLimit } from "express-rate-limit";
import { SignalboxError } from "../../language/issues/errors.ts";
import { isLocal } from "../../runtime/identity/caller.ts";
import { callerOf, knownCaller } from "./caller-of.ts";

export interface Limits {
  /** Requests a minute of one caller; without authentication, of one address. Default: no limit. */
  readonly requestsPerMinute?: number | undefined;
  /** Event streams, WebSockets and requests that wait for a result, of one tenant. Default: no limit. */
  readonly openStreams?: number | undefined;
}

const MINUTE_MS = 60_000;
/** When to try again for a stream: another one must end first. */
const STREAM_RETRY_SECONDS = 5;

/** Of responses that end when a run does, or never. */
const STAYS_OPEN = /\/(stream|wait|join|stream\/events)$/;

export const staysOpen = ({ path }: Pick<Request, "path">): boolean => STAYS_OPEN.test(path);

export function limitRequests({ requestsPerMinute, openStreams }: Limits): RequestHandler[] {
  return [
    ...(requestsPerMinute === undefined ? [] : [limitRate(requestsPerMinute)]),
    ...(openStreams === undefined ? [] : [limitStreams(openStreams)]),
  ];
}

/** Readiness checks are not counted: a balancer that gets 429 would take the process for dead. */
const limitRate = (limit: number): RequestHandler =>
  rateLimit({
    windowMs: MINUTE_MS,
    limit,
    standardHeaders: "draft-8",
    legacyHeaders: false,
    skip: ({ path }) => path === "/ok",
    keyGenerator: callerKey,
    handler: (request, response, next) => {
      const seconds = Number(response.getHeader("Retry-After")) || MINUTE_MS / 1_000;
      next(tooMany(`${callerKey(request)} has sent ${limit} requests within a minute`, seconds));
    },
  });

function callerKey(request: Request): string {
  const caller = knownCaller(request);
  if (!caller || isLocal(caller) || caller.principal.via === "open") return ipKeyGenerator(request.ip ?? "");
  return `${caller.principal.tenant} ${caller.principal.id}`;
}

function limitStreams(limit: number): RequestHandler {
  const open = new Map<string, number>();
  return (request, response, next) => {
    if (!staysOpen(request)) return next();
    const { tenant } = callerOf(request).principal;
    const count = open.get(tenant) ?? 0;
    if (count >= limit) throw tooMany(`Tenant ${tenant} has ${limit} streams open in this process`, STREAM_RETRY_SECONDS);
    open.set(tenant, count + 1);
    const ended = () => {
      const left = (open.get(tenant) ?? 1) - 1;
      if (left > 0) open.set(tenant, left);
      else open.delete(tenant);
    };
    response.once("close", ended);
    next();
  };
}

const tooMany = (what: string, retryAfter: number): SignalboxError =>
  new SignalboxError("TOO_MANY_REQUESTS", `${what}: wait and try again`, { retryAfter });
