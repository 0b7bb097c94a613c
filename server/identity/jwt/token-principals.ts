/** Who sends a request, by a token of the identity provider. What a token's header says of its algorithm is never believed. */
import { errors, type JWTPayload, jwtVerify } from "jose";
import { SignalboxError } from "../../../language/issues/errors.ts";
import type { Principal } from "../../../runtime/identity/caller.ts";
import { type JwtSettings, keySetAddress } from "./jwt-settings.ts";
import { keySetAt } from "./key-set.ts";
import { principalInClaims } from "./principal-in-claims.ts";

/** Public keys only: with a shared secret whoever checks tokens could make them. */
const ALGORITHMS = ["RS256", "ES256", "EdDSA"];
const LEEWAY_SECONDS = 30;

export interface TokenPrincipals {
  /** @throws UNAUTHENTICATED, with what is wrong; IDENTITY_UNAVAILABLE while the provider does not answer and its keys are not known. */
  principalOf(token: string): Promise<Principal>;
}

/** @throws CONFIG_INVALID */
export function tokenPrincipals(settings: JwtSettings, now: () => number = Date.now): TokenPrincipals {
  const keyOf = keySetAt(keySetAddress(settings), now);
  const { issuer, audience } = settings;
  const checks = { issuer, audience: [audience].flat(), algorithms: ALGORITHMS, clockTolerance: LEEWAY_SECONDS, requiredClaims: ["exp"] };
  return {
    async principalOf(token) {
      return principalInClaims(await verified(() => jwtVerify(token, keyOf, { ...checks, currentDate: new Date(now()) })), settings);
    },
  };
}

async function verified(verify: () => Promise<{ readonly payload: JWTPayload }>): Promise<JWTPayload> {
  try {
    return (await verify()).payload;
  } catch (error) {
    if (error instanceof errors.JOSEError) throw new SignalboxError("UNAUTHENTICATED", `The token is not valid: ${error.message}`);
    throw error;
  }
}
