/** Webhooks that are due, claimed by one process each, and what came of an attempt: of all tenants. */
import type { Sql } from "../../../language/registry/context.ts";
import { type WebhookToSend, webhookColumns } from "./rows.ts";

/** At most `count`, the oldest first. A claim that nothing came of, because its process died, is due again after `lostAfterMs`. */
export function claimWebhooks(
  sql: Sql,
  { count, lostAfterMs }: { readonly count: number; readonly lostAfterMs: number },
): Promise<WebhookToSend[]> {
  return sql.query<WebhookToSend>(
    `update signalbox.webhooks set attempts = attempts + 1, due_at = clock_timestamp() + $2 * interval '1 millisecond'
     where id in (
       select id from signalbox.webhooks where status = 'pending' and due_at <= clock_timestamp() order by due_at limit $1 for update skip locked
     ) returning ${webhookColumns}, body_type, body`,
    [count, lostAfterMs],
  );
}

export async function recordDelivered(sql: Sql, { id, attempts }: WebhookToSend): Promise<void> {
  await sql.query(
    `update signalbox.webhooks set status = 'delivered', delivered_at = clock_timestamp(), last_error = null
     where id = $1 and attempts >= $2 and status = 'pending'`,
    [id, attempts],
  );
}

/** `againMs` null: given up. */
export async function recordNotDelivered(
  sql: Sql,
  { id, attempts }: WebhookToSend,
  { reason, againMs }: { readonly reason: string; readonly againMs: number | null },
): Promise<void> {
  await sql.query(
    `update signalbox.webhooks set last_error = $3, status = case when $4::float8 is null then 'failed' else status end,
       due_at = case when $4::float8 is null then due_at else clock_timestamp() + $4 * interval '1 millisecond' end
     where id = $1 and attempts = $2 and status = 'pending'`,
    [id, attempts, reason, againMs],
  );
}

/** A part of those that ended long ago. */
export async function forgetOldWebhooks(sql: Sql): Promise<void> {
  await sql.query(
    `delete from signalbox.webhooks where id in (
       select id from signalbox.webhooks where status <> 'pending' and created_at < clock_timestamp() - interval '30 days' limit 1000)`,
  );
}
