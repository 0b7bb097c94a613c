/** The one place that finds out who sends a request, before its body is read. */
import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { RequestHandler } from "express";
import { type Caller, DEFAULT_TENANT, localCaller } from "../../runtime/identity/caller.ts";
import { isOpen } from "../operations.ts";
import { setCaller } from "./caller-of.ts";
import type { Identity } from "./identity.ts";
import { inTenantAskedFor, refuseTenantAskedFor } from "./tenant-asked-for.ts";

/** Of a request to a route that is open to everybody: it may do nothing else. */
const nobody: Caller = {
  principal: { id: "nobody", kind: "link", tenant: DEFAULT_TENANT, roles: [], scopes: [], via: "open" },
  requestId: "open",
};

/** As a middleware. */
export const authenticate =
  (identity: Identity): RequestHandler =>
  async (request, _response, next) => {
    if (isOpen(request.method, request.path)) setCaller(request, nobody);
    else await identifyRequest(request, identity);
    next();
  };

/** A WebSocket upgrade, which passes no middleware, calls this itself. Afterwards `callerOf` knows the caller. */
async function identifyRequest(request: IncomingMessage, identity: Identity): Promise<Caller> {
  const requestId = randomUUID();
  const principal = await identity.principalOf(request);
  if (principal === "local") refuseTenantAskedFor(request);
  const caller: Caller =
    principal === "local" ? localCaller(requestId, tenantOf(request)) : { principal: inTenantAskedFor(principal, request), requestId };
  setCaller(request, caller);
  return caller;
}

/** Believed only where nobody is asked who they are. */
function tenantOf({ headers }: IncomingMessage): string | undefined {
  const { "x-tenant-id": tenant } = headers;
  return typeof tenant === "string" && tenant !== "" ? tenant : undefined;
}
