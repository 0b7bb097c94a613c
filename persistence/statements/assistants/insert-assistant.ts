/** A new assistant with its first version. Nothing is returned when the id is taken. */
import type { TenantSql } from "../../tenancy/tenant-sql.ts";
import { type AssistantRow, type AssistantSettings, settingsAsParameters } from "./rows.ts";

export async function insertAssistant(sql: TenantSql, id: string, settings: AssistantSettings): Promise<AssistantRow | undefined> {
  const [row] = await sql.query<AssistantRow>(
    `with made as (
       insert into signalbox.assistants (tenant, id, graph_id, name, description, config, context, metadata)
       values ($tenant, $1, $2, $3, $4, $5::json, $6::json, $7::jsonb) on conflict (tenant, id) do nothing returning *
     ), version as (
       insert into signalbox.assistant_versions (tenant, assistant_id, version, graph_id, name, description, config, context, metadata, created_at)
       select tenant, id, version, graph_id, name, description, config, context, metadata, created_at from made
     )
     select * from made`,
    [id, ...settingsAsParameters(settings)],
  );
  return row;
}
