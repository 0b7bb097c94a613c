/** One assistant that was made or changed. Those that a graph has by itself are not in the table. */
import type { TenantSql } from "../../tenancy/tenant-sql.ts";
import type { AssistantRow } from "./rows.ts";

export async function findAssistant(sql: TenantSql, id: string): Promise<AssistantRow | undefined> {
  const [row] = await sql.query<AssistantRow>("select * from signalbox.assistants where tenant = $tenant and id = $1", [id]);
  return row;
}
