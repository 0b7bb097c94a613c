/** Sends a thread's next held run to the queue, once nothing keeps it from beginning. In a transaction that holds the thread's row. */
import { type Path, waitingNode } from "../../nodes/call/step.ts";
import type { Tx } from "../../persistence/connection/database.ts";
import { findOpenInterrupts } from "../../persistence/statements/interrupts/find-open-interrupts.ts";
import { findHeldRun } from "../../persistence/statements/runs/find-held-run.ts";
import { findUnfinishedRun } from "../../persistence/statements/runs/find-unfinished-run.ts";
import { giveJob } from "../../persistence/statements/runs/give-job.ts";
import { lockThread } from "../../persistence/statements/threads/lock-thread.ts";
import { tell } from "../pubsub/channel.ts";
import type { Services } from "../services.ts";

/** A question that the thread waits with goes first: a message never makes it forgotten. */
export async function releaseNext(tx: Tx, { queue, graphs }: Services, threadId: string): Promise<void> {
  const held = await findHeldRun(tx, threadId);
  if (!held || (await findUnfinishedRun(tx, threadId))) return;
  if ((await findOpenInterrupts(tx, threadId)).length > 0) return;
  // the timers pass over a thread that is not free: now it is
  if (!held.due) return tell(tx, { kind: "due" });
  const thread = await lockThread(tx, threadId);
  const isWaiting = waitingNode((thread?.last_path ?? []) as Path) !== undefined;
  const today = graphs.declared(held.graph_id)?.definition.hash ?? null;
  const job = await queue.send(tx, { id: held.id, threadId });
  await giveJob(tx, { runId: held.id, job, threadId, definitionHash: (isWaiting && thread?.definition_hash) || today });
  await tell(tx, { kind: "wake" });
}
