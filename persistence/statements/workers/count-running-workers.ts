/** How many processes are running that execute runs: one without slots offers nothing, and one of an older program does not tell. */
import type { Sql } from "../../../language/registry/context.ts";

export async function countRunningWorkers(sql: Sql, deadAfterMs: number): Promise<number> {
  const [row] = await sql.query<{ workers: number }>(
    `select count(*)::int as workers from signalbox.workers
     where seen > clock_timestamp() - $1 * interval '1 millisecond' and (offers is null or cardinality(offers) > 0)`,
    [deadAfterMs],
  );
  return row?.workers ?? 0;
}
