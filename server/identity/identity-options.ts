/** The ways to find out who asks, as `createApp` is given them; and the one that is in force. */
import { SignalboxError } from "../../language/issues/errors.ts";
import type { Runtime } from "../../runtime/runtime.ts";
import { authHandlers } from "./auth-object/auth-handlers.ts";
import { authIdentity } from "./auth-object/auth-identity.ts";
import { credentialIdentity } from "./credential-identity.ts";
import { hostIdentity, type Identify } from "./host-identity.ts";
import type { Identity } from "./identity.ts";
import type { JwtSettings } from "./jwt/jwt-settings.ts";
import { tokenPrincipals } from "./jwt/token-principals.ts";
import { noIdentity } from "./no-identity.ts";
import { withTickets } from "./ticket-identity.ts";

export interface IdentityOptions {
  /** The `Auth` object of `@langchain/langgraph-sdk/auth`: langgraph.json's `auth.path`. */
  readonly auth?: object | undefined;
  /** Lets LangGraph Studio in from this machine, as its own user, where `auth` is given. Default: false. */
  readonly studioAuth?: boolean | undefined;
  /** Tokens of an identity provider, in Authorization: Bearer; beside API keys. langgraph.json's `auth.jwt`. */
  readonly jwt?: JwtSettings | undefined;
  /** Of an application that mounts the app: who is logged in. Null, or an error, is 401. Pages of other origins are refused unless `cors` allows them. */
  readonly identify?: Identify | undefined;
  /** Without authentication, accepts requests that a proxy has passed on: only where the proxy authenticates each of them. Default: false. */
  readonly unsafeNoAuth?: boolean | undefined;
}

interface Keyed {
  readonly runtime: Partial<Pick<Runtime, "keys" | "tickets">>;
}

/** @throws CONFIG_INVALID where two ways contradict each other, or one is not sound. */
export function identityFrom(options: IdentityOptions & Keyed): Identity {
  const identity = wayIn(options);
  const { tickets } = options.runtime;
  return tickets ? withTickets(identity, tickets) : identity;
}

function wayIn({ runtime, auth, jwt, identify, studioAuth = false, unsafeNoAuth = false }: IdentityOptions & Keyed): Identity {
  const [way, other] = Object.entries({ auth, jwt, identify }).flatMap(([name, value]) => (value ? [name] : []));
  if (way && other) throw new SignalboxError("CONFIG_INVALID", `${way} and ${other} both say who sends a request: leave one out`);
  if (way && way !== "identify" && unsafeNoAuth)
    throw new SignalboxError("CONFIG_INVALID", `unsafeNoAuth turns authentication off, and ${way} turns it on: leave one out`);
  if (auth) return authIdentity(authHandlers(auth), { studio: studioAuth });
  if (identify) return hostIdentity(identify);
  const off = noIdentity({ unsafe: unsafeNoAuth });
  return credentialIdentity({ keys: runtime.keys, tokens: jwt && tokenPrincipals(jwt), off });
}
