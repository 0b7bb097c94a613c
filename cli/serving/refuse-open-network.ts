/** Without authentication a server listens on this machine only: whoever reaches it could decide every question. */
import { SignalboxError } from "../../language/issues/errors.ts";
import { isLoopbackName } from "../../server/http/known-hosts.ts";

/** @throws AUTH_REQUIRED for an address that others can reach. */
export function refuseOpenNetwork(host: string): void {
  if (isLoopbackName(host.toLowerCase())) return;
  throw new SignalboxError(
    "AUTH_REQUIRED",
    `The server would listen on ${host} and ask nobody who they are: turn authentication on (auth.path or auth.jwt in langgraph.json, or signalbox keys create), or accept that by --unsafe-no-auth`,
    { host },
  );
}
