/** The live threads of a graph that follow another definition than this one, by their ids. */
import type { Sql } from "../../../language/registry/context.ts";
import { isLive } from "../threads/count-live-threads.ts";

export async function findThreadsToAdopt(sql: Sql, graphId: string, definitionHash: string): Promise<string[]> {
  const rows = await sql.query<{ id: string }>(
    `select t.id from signalbox.threads t
     where t.graph_id = $1 and t.definition_hash is not null and t.definition_hash <> $2 and ${isLive} order by t.created_at, t.id`,
    [graphId, definitionHash],
  );
  return rows.map(({ id }) => id);
}
