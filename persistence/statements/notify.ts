/** Sends messages to all processes on this database. Never within a transaction that stores: this one does not wait for the disk, because NOTIFY holds a lock of the whole server until its commit. */
import type { Sql } from "../../language/registry/context.ts";

export async function notify(sql: Sql, channel: string, messages: readonly string[]): Promise<void> {
  await sql.query("select set_config('synchronous_commit', 'off', true), pg_notify($1, message) from unnest($2::text[]) as message", [
    channel,
    messages,
  ]);
}
