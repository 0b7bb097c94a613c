/** Tickets: one-time credentials for a connection whose client can send no header, such as a page's EventSource or WebSocket. */
import { createHash, randomBytes } from "node:crypto";
import type { Database } from "../../persistence/connection/database.ts";
import { insertTicket, takeTicket } from "../../persistence/statements/keys/tickets.ts";
import type { Principal } from "../identity/caller.ts";

const LIFE_SECONDS = 60;

export interface Ticket {
  readonly ticket: string;
  readonly expires_at: string;
}

export interface Tickets {
  /** Opens one connection within a minute, as this principal. */
  issue(principal: Principal): Promise<Ticket>;
  /** Undefined for one that is unknown, used or over. */
  redeem(ticket: string): Promise<Principal | undefined>;
}

export const ticketsOf = ({ sql }: Pick<Database, "sql">): Tickets => ({
  async issue(principal) {
    const ticket = `sbt_${randomBytes(32).toString("base64url")}`;
    const expires = await insertTicket(sql, { hash: hashOf(ticket), tenant: principal.tenant, principal, seconds: LIFE_SECONDS });
    return { ticket, expires_at: expires.toISOString() };
  },
  // as `issue` has stored it
  redeem: async (ticket) => (await takeTicket(sql, hashOf(ticket))) as Principal | undefined,
});

const hashOf = (ticket: string): Buffer => createHash("sha256").update(ticket).digest();
