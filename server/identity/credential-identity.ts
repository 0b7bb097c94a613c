/** Who sends a request, by its API key or its token. Without tokens in the settings, identity is off until there is a key. */
import type { IncomingMessage } from "node:http";
import { SignalboxError } from "../../language/issues/errors.ts";
import type { Principal } from "../../runtime/identity/caller.ts";
import { isApiKey } from "../../runtime/keys/api-key.ts";
import type { ApiKeys } from "../../runtime/keys/api-keys.ts";
import { bearerInProtocols } from "../connections/websocket-credential.ts";
import type { Identity } from "./identity.ts";
import type { TokenPrincipals } from "./jwt/token-principals.ts";

/** Before the id of a key, in `via`. */
const KEY = "key:";

export interface Credentials {
  readonly keys: ApiKeys | undefined;
  readonly tokens: TokenPrincipals | undefined;
  readonly off: Identity;
}

export const credentialIdentity = ({ keys, tokens, off }: Credentials): Identity => ({
  async principalOf(request) {
    if (!tokens && !(await keys?.areOn())) return off.principalOf(request);
    if (request.headers["x-tenant-id"] !== undefined)
      throw new SignalboxError("INVALID_INPUT", "X-Tenant-Id: the server knows the caller's tenant; leave it out", {
        path: ["X-Tenant-Id"],
      });
    const [credential, ...more] = credentialsOf(request);
    if (more.length > 0) throw new SignalboxError("INVALID_INPUT", "The request brings several credentials: send one");
    if (credential === undefined)
      throw new SignalboxError("UNAUTHENTICATED", `The request brings no ${tokens ? "token or API key" : "API key"}`);
    return tokens && !isApiKey(credential) ? tokens.principalOf(credential) : principalOfKey(keys, credential);
  },
  async stillOf(principal) {
    const { via, claims } = principal;
    if (via.startsWith(KEY)) return keys?.principalWith(via.slice(KEY.length));
    return typeof claims?.exp === "number" && claims.exp * 1_000 > Date.now() ? principal : undefined;
  },
  onChange: (listener) =>
    keys?.onChange((id) => {
      listener(KEY + id);
      // the first key turns identity on
      listener("local");
    }),
});

async function principalOfKey(keys: ApiKeys | undefined, key: string): Promise<Principal> {
  const principal = await keys?.principalOf(key);
  if (!principal) throw new SignalboxError("UNAUTHENTICATED", "The API key is unknown, revoked or no longer valid");
  return principal;
}

/** The official client sends an `X-Api-Key` of LangSmith by itself: one that is not ours is no credential. */
function credentialsOf(request: IncomingMessage): string[] {
  const { "x-api-key": header, authorization } = request.headers;
  const bearer = /^bearer +(\S+)$/i.exec(authorization ?? "")?.[1];
  const ours = typeof header === "string" && isApiKey(header) ? header : undefined;
  return [ours, bearer ?? (authorization === undefined ? undefined : ""), bearerInProtocols(request)].filter((each) => each !== undefined);
}
