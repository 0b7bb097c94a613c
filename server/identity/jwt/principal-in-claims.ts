/** Reads a principal from the claims of a token that was verified. A claim of another form than expected refuses the token: it is never skipped. */
import type { JWTPayload } from "jose";
import { SignalboxError } from "../../../language/issues/errors.ts";
import { isRecord } from "../../../language/schema/is-record.ts";
import { DEFAULT_TENANT, type Principal } from "../../../runtime/identity/caller.ts";
import { isScope } from "../../operations.ts";
import type { JwtSettings } from "./jwt-settings.ts";

/** As in the column of a name. */
const MOST = 200;

/** @throws UNAUTHENTICATED */
export function principalInClaims(payload: JWTPayload, { issuer, claims = {} }: Pick<JwtSettings, "issuer" | "claims">): Principal {
  const { id: idClaim = "sub", name: nameClaim = "name", roles = "roles", scopes = "scope", tenant } = claims;
  const name = textAt(payload, nameClaim);
  const id = required(textAt(payload, idClaim), idClaim);
  return {
    ...{ id, name, kind: isOfService(payload) ? "service" : "person", via: `jwt:${issuer}` },
    tenant: tenant === undefined ? DEFAULT_TENANT : required(textAt(payload, tenant), tenant),
    roles: textsAt(payload, roles, false),
    // an identity provider has scopes of its own besides: openid, email
    scopes: textsAt(payload, scopes, true).filter(isScope),
    claims: payload,
  };
}

/** Of the client credentials grant, as Auth0, Entra and RFC 9068 mark it: nobody is logged in. */
const isOfService = ({ sub, client_id, azp, gty, idtyp }: JWTPayload): boolean =>
  gty === "client-credentials" || idtyp === "app" || (sub !== undefined && (sub === client_id || sub === azp));

function textAt(payload: JWTPayload, claim: string): string | undefined {
  const value = valueAt(payload, claim);
  if (value === undefined) return undefined;
  const text = typeof value === "string" ? value.normalize("NFC").trim() : "";
  if (text === "" || text.length > MOST) throw refused(claim, `not a text of 1 to ${MOST} characters`);
  return text;
}

function textsAt(payload: JWTPayload, claim: string, mayBeText: boolean): string[] {
  const value = valueAt(payload, claim) ?? [];
  const list: unknown = mayBeText && typeof value === "string" ? value.split(" ").filter((text) => text !== "") : value;
  if (!Array.isArray(list) || !list.every((item) => typeof item === "string"))
    throw refused(claim, mayBeText ? "neither a list of texts nor one text" : "not a list of texts");
  return list;
}

/** A claim's name may itself have dots, as a URL has. */
function valueAt(payload: JWTPayload, claim: string): unknown {
  if (Object.hasOwn(payload, claim)) return payload[claim];
  return claim.split(".").reduce<unknown>((value, key) => (isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined), payload);
}

const required = (text: string | undefined, claim: string): string => text ?? missing(claim);

function missing(claim: string): never {
  throw refused(claim, "missing");
}

const refused = (claim: string, why: string): SignalboxError =>
  new SignalboxError("UNAUTHENTICATED", `The token's claim ${claim} is ${why}`);
