/** Makes a run available to all workers again, in the transaction that took its lease from its owner. One that began without a job gets one. */
import { randomUUID } from "node:crypto";
import type { Tx } from "../../persistence/connection/database.ts";
import { BEGUN_HERE } from "../../persistence/statements/begun-here.ts";
import { giveJob } from "../../persistence/statements/runs/here/give-job.ts";
import type { Services } from "../services.ts";

export async function requeueRun(
  tx: Tx,
  { queue }: Pick<Services, "queue">,
  { thread_id: threadId, run, job }: { readonly thread_id: string; readonly run: string; readonly job: string },
): Promise<void> {
  if (job !== BEGUN_HERE) return queue.requeue(tx, job);
  const id = randomUUID();
  const place = await giveJob(tx, { threadId, runId: run, job: id });
  if (!place) return; // it has ended
  // it has begun before those that wait with its priority
  const position = { ...place, priority: place.priority + 1 };
  await queue.send(tx, { id: run, job: id, threadId, position });
}
