/** What protocol v2 tells of a run beside its log: of the rows of the runs, which do not change. */
import { findFanOut } from "../../persistence/statements/children/find-fan-out.ts";
import { findFirstLeg } from "../../persistence/statements/children/find-first-leg.ts";
import { findRun } from "../../persistence/statements/runs/find-run.ts";
import type { Acting } from "../identity/acting.ts";
import type { Begin } from "./projection.ts";

/** Of a run that begins, or goes on in another attempt. */
export async function beginOfRun({ database }: Pick<Acting, "database">, threadId: string, runId: string): Promise<Begin> {
  const run = await findRun(database.sql, runId, threadId);
  const continues = run?.kind === "resume" ? await findFirstLeg(database.sql, runId) : undefined;
  if (continues !== undefined) return { graph_id: run?.graph_id ?? "", continues };
  return { graph_id: run?.graph_id ?? "", answered: Object.keys(run?.payload.resume ?? {}) };
}

/** Whether it has stopped to wait for child threads. */
export const waitsForChildren = async ({ database }: Pick<Acting, "database">, runId: string): Promise<boolean> =>
  (await findFanOut(database.sql, runId)) !== undefined;
