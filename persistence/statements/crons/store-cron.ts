/** A new cron, or one that was changed. */
import type { TenantSql } from "../../tenancy/tenant-sql.ts";
import type { CronRow } from "./rows.ts";

export type CronToStore = Omit<CronRow, "tenant" | "last_due_at" | "last_run_id" | "last_error" | "created_at" | "updated_at">;

const changed = ["schedule", "timezone", "payload", "metadata", "enabled", "end_time", "next_run_at", "made_by"];

export async function storeCron(sql: TenantSql, cron: CronToStore): Promise<CronRow> {
  const [row] = await sql.query<CronRow>(
    `insert into signalbox.crons as c
       (tenant, id, thread_id, assistant_id, schedule, timezone, payload, metadata, enabled, end_time, next_run_at, made_by)
     values ($tenant, $1, $2, $3, $4, $5, $6::json, $7::jsonb, $8, $9, $10, $11::json)
     on conflict (tenant, id) do update set ${changed.map((column) => `${column} = excluded.${column}`).join(", ")}, updated_at = clock_timestamp()
     returning *`,
    [
      ...[cron.id, cron.thread_id, cron.assistant_id, cron.schedule, cron.timezone],
      ...[JSON.stringify(cron.payload), JSON.stringify(cron.metadata), cron.enabled, cron.end_time, cron.next_run_at],
      JSON.stringify(cron.made_by),
    ],
  );
  if (!row) throw new Error(`Cron ${cron.id} was not stored.`);
  return row;
}
