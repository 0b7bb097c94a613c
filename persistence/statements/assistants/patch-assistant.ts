/** Changes an assistant, which makes a new version. Metadata is added to what it has; everything else replaces it. */
import type { TenantSql } from "../../tenancy/tenant-sql.ts";
import { type AssistantRow, type AssistantSettings, settingsAsParameters } from "./rows.ts";

export async function patchAssistant(sql: TenantSql, id: string, change: Partial<AssistantSettings>): Promise<AssistantRow | undefined> {
  const [row] = await sql.query<AssistantRow>(
    `with changed as (
       update signalbox.assistants set graph_id = coalesce($2, graph_id), name = coalesce($3, name), description = coalesce($4, description),
         config = coalesce($5::json, config), context = coalesce($6::json, context), metadata = metadata || coalesce($7::jsonb, '{}'),
         version = last_version + 1, last_version = last_version + 1, updated_at = clock_timestamp()
       where tenant = $tenant and id = $1 returning *
     ), version as (
       insert into signalbox.assistant_versions (tenant, assistant_id, version, graph_id, name, description, config, context, metadata, created_at)
       select tenant, id, version, graph_id, name, description, config, context, metadata, updated_at from changed
     )
     select * from changed`,
    [id, ...settingsAsParameters(change)],
  );
  return row;
}
