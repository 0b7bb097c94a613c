/** The paths of a thread's runs, oldest first. Null: the run is under way, or its graph is a raw one. */
import type { Sql } from "../../language/context.ts";
import type { RunRow } from "./find-run.ts";

export async function findPaths(sql: Sql, threadId: string): Promise<Pick<RunRow, "id" | "kind" | "path">[]> {
  return sql.query("select id, kind, path from runs where thread_id = $1 order by created_at, id", [threadId]);
}
