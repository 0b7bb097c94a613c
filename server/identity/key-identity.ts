/** Who sends a request, by its API key. Until there is a key, identity is off. */
import type { IncomingMessage } from "node:http";
import { SignalboxError } from "../../language/issues/errors.ts";
import { isApiKey } from "../../runtime/keys/api-key.ts";
import type { ApiKeys } from "../../runtime/keys/api-keys.ts";
import { bearerInProtocols } from "../connections/websocket-credential.ts";
import type { Identity } from "./identity.ts";

export const keyIdentity = (keys: ApiKeys, off: Identity): Identity => ({
  async principalOf(request) {
    if (!(await keys.areOn())) return off.principalOf(request);
    if (request.headers["x-tenant-id"] !== undefined)
      throw new SignalboxError("INVALID_INPUT", "X-Tenant-Id: the server knows the caller's tenant; leave it out", {
        path: ["X-Tenant-Id"],
      });
    const [key, ...more] = credentialsOf(request);
    if (more.length > 0) throw new SignalboxError("INVALID_INPUT", "The request brings several credentials: send one");
    const principal = key === undefined ? undefined : await keys.principalOf(key);
    if (principal) return principal;
    const message = key === undefined ? "The request brings no API key" : "The API key is unknown, revoked or no longer valid";
    throw new SignalboxError("UNAUTHENTICATED", message);
  },
});

/** The official client sends an `X-Api-Key` of LangSmith by itself: one that is not ours is no credential. */
function credentialsOf(request: IncomingMessage): string[] {
  const { "x-api-key": header, authorization } = request.headers;
  const bearer = /^bearer +(\S+)$/i.exec(authorization ?? "")?.[1];
  const ours = typeof header === "string" && isApiKey(header) ? header : undefined;
  return [ours, bearer ?? (authorization === undefined ? undefined : ""), bearerInProtocols(request)].filter((each) => each !== undefined);
}
