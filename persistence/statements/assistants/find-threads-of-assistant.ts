/** The threads of an assistant: those that its runs have begun, and those whose metadata names it. */
import type { TenantSql } from "../../tenancy/tenant-sql.ts";

export async function findThreadsOfAssistant(sql: TenantSql, assistantId: string): Promise<string[]> {
  const rows = await sql.query<{ id: string }>("select id from signalbox.threads where tenant = $tenant and metadata @> $1 order by id", [
    JSON.stringify({ assistant_id: assistantId }),
  ]);
  return rows.map(({ id }) => id);
}
