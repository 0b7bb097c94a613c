/** Whose rows a request is about: its credential's tenant, or the one that an operator names by `Signalbox-Tenant`. */
import type { IncomingMessage } from "node:http";
import { SignalboxError } from "../../language/issues/errors.ts";
import type { Principal } from "../../runtime/identity/caller.ts";

const HEADER = "signalbox-tenant";
const SCOPE = "tenants:*";

/** In another tenant an operator has no role: they look after it, and decide nothing for it. @throws FORBIDDEN, INVALID_INPUT */
export function inTenantAskedFor(principal: Principal, { headers }: IncomingMessage): Principal {
  const { [HEADER]: asked } = headers;
  if (asked === undefined || asked === principal.tenant) return principal;
  // whoever may do everything in one tenant may not do it in another one
  if (!principal.scopes.includes(SCOPE))
    throw new SignalboxError("FORBIDDEN", `Signalbox-Tenant: this needs the scope ${SCOPE}, which the caller does not have`, {
      scope: SCOPE,
    });
  if (typeof asked !== "string" || asked.trim() === "")
    throw new SignalboxError("INVALID_INPUT", "Signalbox-Tenant: not a tenant", { path: ["Signalbox-Tenant"] });
  return { ...principal, tenant: asked, roles: [], mayActFor: [] };
}

/** Where nobody is asked who they are, another header says it. */
export function refuseTenantAskedFor({ headers }: IncomingMessage): void {
  if (headers[HEADER] === undefined) return;
  const message = "Signalbox-Tenant: this server asks nobody who they are: send X-Tenant-Id";
  throw new SignalboxError("INVALID_INPUT", message, { path: ["Signalbox-Tenant"] });
}
