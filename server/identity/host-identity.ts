/** Who sends a request, as the application says that has this app inside: by its session, say. Never a header by itself. */
import type { IncomingMessage } from "node:http";
import { SignalboxError } from "../../language/issues/errors.ts";
import { DEFAULT_TENANT, type Principal } from "../../runtime/identity/caller.ts";
import type { ApiScope } from "../operations.ts";
import type { Identity } from "./identity.ts";

export interface Identified {
  readonly id: string;
  readonly name?: string | undefined;
  /** Default: a person. */
  readonly kind?: "person" | "service" | undefined;
  readonly tenant?: string | undefined;
  readonly roles?: readonly string[] | undefined;
  readonly scopes: readonly ApiScope[];
}

/** Null: nobody is logged in. */
export type Identify = (request: IncomingMessage) => Identified | null | Promise<Identified | null>;

export const hostIdentity = (identify: Identify): Identity => ({
  async principalOf(request) {
    const found = await identified(identify, request);
    if (!found || typeof found.id !== "string" || found.id.trim() === "")
      throw new SignalboxError("UNAUTHENTICATED", "Nobody is logged in");
    if (request.headers["x-tenant-id"] !== undefined)
      throw new SignalboxError("INVALID_INPUT", "X-Tenant-Id: the server knows the caller's tenant; leave it out", {
        path: ["X-Tenant-Id"],
      });
    return principalFrom(found);
  },
});

async function identified(identify: Identify, request: IncomingMessage): Promise<Identified | null> {
  try {
    return await identify(request);
  } catch (cause) {
    throw new SignalboxError("UNAUTHENTICATED", "Nobody is logged in", { cause });
  }
}

const principalFrom = ({ id, name, kind = "person", tenant = DEFAULT_TENANT, roles = [], scopes }: Identified): Principal => ({
  id: id.normalize("NFC").trim(),
  ...{ name, kind, tenant, roles, scopes, via: "host" },
});
