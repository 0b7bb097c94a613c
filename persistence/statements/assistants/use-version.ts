/** Makes an earlier version of an assistant the one in use. Nothing is returned when it has no such version. */
import type { TenantSql } from "../../tenancy/tenant-sql.ts";
import type { AssistantRow } from "./rows.ts";

export async function useVersion(sql: TenantSql, id: string, version: number): Promise<AssistantRow | undefined> {
  const [row] = await sql.query<AssistantRow>(
    `update signalbox.assistants a set version = v.version, graph_id = v.graph_id, name = v.name, description = v.description,
       config = v.config, context = v.context, metadata = v.metadata, updated_at = clock_timestamp()
     from signalbox.assistant_versions v
     where a.tenant = $tenant and a.id = $1 and v.tenant = a.tenant and v.assistant_id = a.id and v.version = $2 returning a.*`,
    [id, version],
  );
  return row;
}
