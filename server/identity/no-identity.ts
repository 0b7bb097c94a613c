/** Identity is off: whoever reaches the server may do everything. So nobody reaches it through a proxy, unless the operator says so. */
import { SignalboxError } from "../../language/issues/errors.ts";
import type { Identity } from "./identity.ts";
import { isForwarded } from "./where-from.ts";

/** `unsafe`: something before the server authenticates every request. */
export const noIdentity = ({ unsafe }: { readonly unsafe: boolean }): Identity => ({
  async principalOf(request) {
    if (!unsafe && isForwarded(request))
      throw new SignalboxError("FORWARDED_WITHOUT_AUTH", "The request has passed a proxy, and this server asks nobody who they are");
    return "local";
  },
});
