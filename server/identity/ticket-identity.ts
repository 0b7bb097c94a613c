/** Tickets besides another way to find out who sends a request: in the query of the routes that a page opens without headers. */
import type { IncomingMessage } from "node:http";
import { SignalboxError } from "../../language/issues/errors.ts";
import type { Principal } from "../../runtime/identity/caller.ts";
import { isApiKey } from "../../runtime/keys/api-key.ts";
import type { Tickets } from "../../runtime/keys/tickets.ts";
import type { Identity } from "./identity.ts";

/** An EventSource, and the WebSocket. */
const TAKES_TICKETS = /\/stream(\/events)?\/?$/;
/** How long a connection stays whose credential cannot be asked for again: it was not in the request that opened it. */
const STAYS_MS = 900_000;

interface Redeemed {
  readonly principal: Principal;
  readonly atMs: number;
}

export function withTickets(identity: Identity, tickets: Tickets, now: () => number = performance.now.bind(performance)): Identity {
  // a ticket opens one connection, which is asked again as long as it is open
  const redeemed = new WeakMap<IncomingMessage, Redeemed>();
  const stillOf = async ({ principal, atMs }: Redeemed): Promise<Principal> => {
    const still = identity.stillOf ? await identity.stillOf(principal) : "unknown";
    if (still === undefined || (still === "unknown" && now() - atMs >= STAYS_MS))
      throw new SignalboxError("UNAUTHENTICATED", "Who opened this by a ticket may no longer have it: connect again with a new one");
    return still === "unknown" ? principal : still;
  };
  return {
    ...identity,
    async principalOf(request) {
      // not by URL, which throws on paths such as "//"
      const [path = "", query = ""] = (request.url ?? "").split("?", 2);
      const values = new URLSearchParams(query);
      refuseKeys(values);
      const ticket = request.method === "GET" && TAKES_TICKETS.test(path) ? values.get("ticket") : null;
      if (ticket === null) return identity.principalOf(request);
      const known = redeemed.get(request);
      if (known) return stillOf(known);
      const { authorization, "x-api-key": key } = request.headers;
      if (authorization !== undefined || (typeof key === "string" && isApiKey(key)))
        throw new SignalboxError("INVALID_INPUT", "The request brings several credentials: send one");
      const principal = await tickets.redeem(ticket);
      if (!principal) throw new SignalboxError("UNAUTHENTICATED", "The ticket is unknown, used or over");
      // made while nobody was asked who they are: it shows nothing
      if (principal.kind === "local") return identity.principalOf(request);
      const opened = { principal, atMs: now() };
      redeemed.set(request, opened);
      return stillOf(opened);
    },
  };
}

/** It would stand in logs, histories and referrers. */
function refuseKeys(query: URLSearchParams): void {
  if ([...query.values()].some(isApiKey))
    throw new SignalboxError(
      "INVALID_INPUT",
      "An API key in the address stands in logs: send it in a header, or take a ticket (POST /tickets)",
    );
}
