/** Sends messages to all processes on this database; within a transaction they are sent when it commits. */
import type { Sql } from "../../language/registry/context.ts";

export async function notify(sql: Sql, channel: string, messages: readonly string[]): Promise<void> {
  await sql.query("select pg_notify($1, message) from unnest($2::text[]) as message", [channel, messages]);
}
