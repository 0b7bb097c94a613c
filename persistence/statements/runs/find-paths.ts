/** The paths of a thread's runs, oldest first. Null: the run is under way, or its graph is a raw one. */
import type { Sql } from "../../../language/registry/context.ts";
import type { RunRow, VisitUsage } from "./rows.ts";

export interface PathRow extends Pick<RunRow, "id" | "kind" | "path"> {
  /** What a visit cost that failed and so has no step. */
  readonly spent: VisitUsage | null;
}

export async function findPaths(sql: Sql, threadId: string): Promise<PathRow[]> {
  return sql.query("select id, kind, path, error -> 'spent' as spent from signalbox.runs where thread_id = $1 order by created_at, id", [
    threadId,
  ]);
}
