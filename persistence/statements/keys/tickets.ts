/** One-time credentials, by the hash of their text. */
import type { Sql } from "../../../language/registry/context.ts";

export interface TicketToInsert {
  readonly hash: Uint8Array;
  readonly tenant: string;
  readonly principal: object;
  readonly seconds: number;
}

/** Resolves to when it is over, by the database's clock. Those that are over are deleted along the way. */
export async function insertTicket(sql: Sql, { hash, tenant, principal, seconds }: TicketToInsert): Promise<Date> {
  const [row] = await sql.query<{ expires_at: Date }>(
    `with over as (delete from signalbox.tickets where expires_at < clock_timestamp())
     insert into signalbox.tickets (hash, tenant, principal, expires_at)
     values ($1::bytea, $2, $3::json, clock_timestamp() + make_interval(secs => $4)) returning expires_at`,
    [hash, tenant, JSON.stringify(principal), seconds],
  );
  if (!row) throw new Error("The ticket was not stored.");
  return row.expires_at;
}

/** Whose it is, once: the second time there is none. */
export async function takeTicket(sql: Sql, hash: Uint8Array): Promise<unknown> {
  const [row] = await sql.query<{ principal: unknown; is_valid: boolean }>(
    "delete from signalbox.tickets where hash = $1::bytea returning principal, expires_at > clock_timestamp() as is_valid",
    [hash],
  );
  return row?.is_valid ? row.principal : undefined;
}
