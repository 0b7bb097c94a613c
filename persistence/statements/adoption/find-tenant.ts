/** Whose a thread is: for operators, who name a thread of any tenant. */
import type { Sql } from "../../../language/registry/context.ts";

export async function findTenant(sql: Sql, threadId: string): Promise<string | undefined> {
  const [row] = await sql.query<{ tenant: string }>("select tenant from signalbox.threads where id = $1", [threadId]);
  return row?.tenant;
}
