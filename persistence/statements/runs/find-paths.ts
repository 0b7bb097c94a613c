/** The paths of a thread's runs in the order in which they were executed; those that have not begun come last. Null: the run is under way, or its graph is a raw one. */
import type { TenantSql } from "../../tenancy/tenant-sql.ts";
import type { RunRow, VisitUsage } from "./rows.ts";

export interface PathRow extends Pick<RunRow, "id" | "kind" | "path"> {
  /** What a visit cost that failed and so has no step. */
  readonly spent: VisitUsage | null;
  readonly began: boolean;
}

export async function findPaths(sql: TenantSql, threadId: string): Promise<PathRow[]> {
  return sql.query(
    `select id, kind, path, error -> 'spent' as spent, started_at is not null as began
       from signalbox.runs where thread_id = $1 and tenant = $tenant
      order by coalesce(started_at, ended_at, 'infinity'), created_at, id`,
    [threadId],
  );
}
