/** A way to find out who sends a request. Exactly one is in force in a server. */
import type { IncomingMessage } from "node:http";
import type { CallerServices } from "../../runtime/caller-services.ts";
import type { Caller, Principal } from "../../runtime/identity/caller.ts";

export interface Identity {
  /**
   * Looks at nothing but headers and the connection. `local`: identity is off.
   * @throws UNAUTHENTICATED without a valid credential, FORWARDED_WITHOUT_AUTH where identity is off and a proxy has passed the request on.
   */
  principalOf(request: IncomingMessage): Promise<Principal | "local">;
  /** Somebody whom a ticket has named, as their credential is now; undefined: it is not valid any more; `unknown`: only the credential itself could show it. */
  stillOf?(principal: Principal): Promise<Principal | "unknown" | undefined>;
  /** Calls back with a principal's `via` when that credential is made, changed or revoked. Without it: who has it is asked again later. */
  onChange?(listener: (credential: string) => void): void;
  /** What this way allows beyond scopes: an `Auth` object's handlers. */
  restrict?(services: CallerServices, caller: Caller): CallerServices;
}
