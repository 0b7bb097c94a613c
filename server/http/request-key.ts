/** The header `Idempotency-Key` of a request that creates something, with a hash of what it asks for. */
import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { SignalboxError } from "../../language/issues/errors.ts";
import { canonicalJson } from "../../language/schema/canonical-json.ts";
import { isRequestKey, REQUEST_KEY } from "../../language/schema/request-key.ts";
import type { RequestKey } from "../../runtime/identity/caller.ts";

type Read = IncomingMessage & { readonly path?: string; readonly query?: unknown; readonly body?: unknown };

/** Undefined without the header. Read it after the body. @throws INVALID_INPUT */
export function requestKeyOf(request: Read): RequestKey | undefined {
  const key = request.headers["idempotency-key"];
  if (key === undefined || key === "" || request.method !== "POST") return undefined;
  if (typeof key !== "string" || !isRequestKey(key)) {
    const message = `Idempotency-Key: not ${REQUEST_KEY}`;
    throw new SignalboxError("INVALID_INPUT", message, { issues: [{ code: "custom", path: ["Idempotency-Key"], message }] });
  }
  const { path = "", query, body } = request;
  const asked = createHash("sha256")
    .update(canonicalJson([query ?? null, body ?? null]))
    .digest("hex");
  return { route: `POST ${path}`, key, request: asked };
}
