/** Ends the runs that a newer one replaces, by its strategy. One that carries a decision or a signal is never thrown away. */
import type { Tx } from "../../persistence/connection/database.ts";
import { recordAudit } from "../../persistence/statements/audit/record-audit.ts";
import { cancelRun } from "../../persistence/statements/runs/cancel-run.ts";
import { findRunsInTheWay } from "../../persistence/statements/runs/find-runs-in-the-way.ts";
import { threadBusy } from "../protocol/refusals.ts";
import { tell } from "../pubsub/channel.ts";

export async function makeWay(tx: Tx, threadId: string, strategy: "interrupt" | "rollback"): Promise<void> {
  const runs = await findRunsInTheWay(tx, threadId);
  const kept = runs.find(({ kind }) => kind === "resume" || kind === "signal");
  if (kept || runs.length === 0) throw threadBusy(threadId, kept?.id ?? "its child threads");
  for (const { id } of runs) {
    const status = await cancelRun(tx, id, { threadId, rollback: strategy === "rollback" });
    await recordAudit(tx, { thread: threadId, run: id, what: "run.cancelled", detail: { why: `a newer run, by ${strategy}` } });
    await tell(tx, { kind: status === "running" ? "cancel" : "done", run: id });
  }
}
