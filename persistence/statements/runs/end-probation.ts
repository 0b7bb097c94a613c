/** A suspect's worker lives on: if it dies now, anything else may have ended it. */
import type { Sql } from "../../../language/registry/context.ts";

export async function endProbation(sql: Sql, runId: string): Promise<void> {
  await sql.query("update signalbox.suspects set on_probation = false where run = $1", [runId]);
}
