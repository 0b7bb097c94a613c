/** Which tokens the server accepts: `auth.jwt` of langgraph.json, in the same form as `createApp({ jwt })`. */
import { SignalboxError } from "../../../language/issues/errors.ts";
import { isLoopbackName } from "../../http/known-hosts.ts";

export interface JwtSettings {
  /** `iss`, exactly as the provider writes it. */
  readonly issuer: string;
  /** `aud` must be, or contain, one of these. */
  readonly audience: string | readonly string[];
  /** Where the provider's public keys are. https, except on this machine. */
  readonly jwks_uri: string;
  /** Names of claims; of nested ones with dots: "realm_access.roles". */
  readonly claims?: {
    /** Default: "sub". */
    readonly id?: string;
    /** Default: "name". */
    readonly name?: string;
    /** Whose data the token reaches. Without it every token is of the default tenant; with it a token must have the claim. */
    readonly tenant?: string;
    /** A list of texts. Default: "roles". */
    readonly roles?: string;
    /** A list, or one text with spaces between. Default: "scope". */
    readonly scopes?: string;
  };
}

/** @throws CONFIG_INVALID for an address from which anybody between could send keys of their own. */
export function keySetAddress({ jwks_uri: address }: Pick<JwtSettings, "jwks_uri">): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const isSafe = url?.protocol === "https:" || (url?.protocol === "http:" && isLoopbackName(url.hostname.replaceAll(/[[\]]/g, "")));
  if (!url || !isSafe) throw new SignalboxError("CONFIG_INVALID", `auth.jwt.jwks_uri is "${address}": write an address with https`);
  return url;
}
