/** Asks again who sends a request while its response stays open: every minute, and at once when its API key is revoked. Other rights than before end it. */
import { isDeepStrictEqual } from "node:util";
import type { Request, RequestHandler } from "express";
import { errors, SignalboxError } from "../../language/issues/errors.ts";
import type { Principal } from "../../runtime/identity/caller.ts";
import { loseAccess } from "../connections/lost-access.ts";
import { callerOf } from "./caller-of.ts";
import type { Identity } from "./identity.ts";
import { staysOpen } from "./limits.ts";

const EVERY_MS = 60_000;

export function askAgain(identity: Identity): RequestHandler {
  /** By credential: what to call when it has changed. */
  const open = new Map<string, Set<() => void>>();
  identity.onChange?.((credential) => {
    for (const ask of open.get(credential) ?? []) ask();
  });
  return (request, response, next) => {
    if (staysOpen(request)) {
      const { via } = callerOf(request).principal;
      const ask = () => void askOf(request, identity);
      const timer = setInterval(ask, EVERY_MS).unref();
      const asks = open.get(via) ?? new Set();
      open.set(via, asks.add(ask));
      response.once("close", () => {
        clearInterval(timer);
        asks.delete(ask);
        if (asks.size === 0) open.delete(via);
      });
    }
    next();
  };
}

/** A database or a provider that does not answer ends nothing: the next time it is asked again. */
async function askOf(request: Request, identity: Identity): Promise<void> {
  try {
    const now = await identity.principalOf(request);
    const before = callerOf(request).principal;
    if (now !== "local" && !isDeepStrictEqual(rightsOf(now), rightsOf(before))) loseAccess(request, changed());
  } catch (error) {
    if (error instanceof SignalboxError && errors[error.code].status < 500) loseAccess(request, error);
  }
}

const rightsOf = ({ id, kind, tenant, roles, scopes, mayActFor }: Principal) => ({ id, kind, tenant, roles, scopes, mayActFor });

const changed = () => new SignalboxError("UNAUTHENTICATED", "What the caller may do has changed: connect again");
