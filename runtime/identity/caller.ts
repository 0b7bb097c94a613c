/** Who asks: made once for each request from its credential. Everything below the routes takes it from here and from nowhere else. */
import { DEFAULT_TENANT } from "../../persistence/tenancy/tenant-tables.ts";
import type { MayActFor } from "./may-act-for.ts";

export interface Principal {
  readonly id: string;
  readonly name?: string | undefined;
  readonly kind: "person" | "service" | "link" | "local";
  readonly tenant: string;
  readonly roles: readonly string[];
  /** `"*"` is every scope. */
  readonly scopes: readonly string[];
  /** Of a service's key: for whom it may act. */
  readonly mayActFor?: readonly MayActFor[] | undefined;
  /** Which credential said so: `key:<id>`, `jwt:<issuer>`, `auth`, `host`, `link:<jti>`, `local`. */
  readonly via: string;
  readonly claims?: Readonly<Record<string, unknown>> | undefined;
}

/** A person for whom a service acts, with the roles that its key's rule gives that person. */
export interface Represented {
  readonly id: string;
  readonly name?: string | undefined;
  readonly roles: readonly string[];
  /** The service's key vouches that these people are different ones: only then do they count as such where a question takes several. */
  readonly isDistinct?: boolean | undefined;
}

/** Of a request that may be sent again and takes effect once. */
export interface RequestKey {
  /** Method and path. */
  readonly route: string;
  readonly key: string;
  /** A hash of its query and body. */
  readonly request: string;
}

export interface Caller {
  readonly principal: Principal;
  readonly onBehalfOf?: Represented | undefined;
  readonly requestId: string;
  readonly requestKey?: RequestKey | undefined;
}

export { DEFAULT_TENANT };

/** Where identity is off, and for the process's own code: every scope, and what a request says of people is believed. */
export const localCaller = (requestId: string, tenant = DEFAULT_TENANT): Caller => ({
  principal: { id: "local", kind: "local", tenant, roles: [], scopes: ["*"], via: "local" },
  requestId,
});

/** Nobody has shown who asks: `by` and `roles` of a request are believed. */
export const isLocal = ({ principal }: Caller): boolean => principal.kind === "local";
