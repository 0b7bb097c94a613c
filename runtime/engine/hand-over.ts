/** Takes threads away from workers that cannot go on with them, and gives their runs back to the queue. Only by the lease's epoch. */

import { recordAudit } from "../../persistence/statements/audit/record-audit.ts";
import { bumpLease } from "../../persistence/statements/leases/bump-lease.ts";
import { findDeadLeases } from "../../persistence/statements/leases/find-dead-leases.ts";
import { findLeftLeases } from "../../persistence/statements/leases/find-left-leases.ts";
import { takeFromOwner } from "../../persistence/statements/leases/take-from-owner.ts";
import { findUnfinishedHeads } from "../../persistence/statements/runs/find-unfinished-heads.ts";
import { giveBackRun } from "../../persistence/statements/runs/give-back-run.ts";
import { commitAndPublish } from "../pubsub/publish.ts";
import type { Services } from "../services.ts";
import type { Lease } from "./active-run.ts";

interface Held {
  readonly thread: string;
  readonly epoch: number;
  readonly run: string | null;
  readonly job: string | null;
}

/** The run goes on elsewhere, or here, from its last checkpoint. Resolves to false when somebody else was faster, or the owner holds it at this moment. */
async function handOver(services: Services, held: Held, why: string): Promise<boolean> {
  return commitAndPublish(services, async (tx) => {
    if (!(await takeFromOwner(tx, held.thread, held.epoch))) return { result: false, messages: [] };
    if (held.job) await services.queue.requeue(tx, held.job);
    await recordAudit(tx, {
      threadId: held.thread,
      run: held.run ?? undefined,
      epoch: held.epoch,
      what: "run.handed-over",
      detail: { why },
    });
    return { result: true, messages: [{ kind: "wake" }] };
  });
}

/** Of workers not seen for a while. The embedded database has no other workers. */
export async function takeFromTheDead(services: Services): Promise<void> {
  if (services.database.kind === "pglite") return;
  for (const held of await findDeadLeases(services.database.sql, services.timing.deadAfterMs))
    await handOver(services, held, `worker ${held.worker} is dead`);
}

/** Leases in this worker's name that no run here stands behind: something failed between a run and its end. */
export async function takeWhatIsLeft(services: Services, activeRuns: readonly string[]): Promise<void> {
  for (const held of await findLeftLeases(services.database.sql, services.worker, activeRuns))
    await handOver(services, held, "its end could not be written");
}

/** At the start on the embedded database, whose folder only one process can open: every unfinished run has a dead owner. */
export async function takeAll(services: Services): Promise<void> {
  for (const head of await findUnfinishedHeads(services.database.sql)) {
    const { database, queue } = services;
    if (head.epoch !== null && (await handOver(services, { ...head, epoch: head.epoch }, "the process before this one ended"))) continue;
    await database.transaction((tx) => queue.requeue(tx, head.job));
  }
}

/** An attempt that ended by no fault of the run, which shall not count: a graceful stop, or trouble of the database. */
export async function release(services: Services, lease: Lease, what: "run.drained" | "run.given-back"): Promise<void> {
  const { run, job, epoch } = lease;
  await commitAndPublish(services, async (tx) => {
    if (!(await bumpLease(tx, run.thread_id, epoch))) return { result: undefined, messages: [] };
    await giveBackRun(tx, run.id);
    await services.queue.requeue(tx, job);
    await recordAudit(tx, { threadId: run.thread_id, run: run.id, epoch, what });
    return { result: undefined, messages: [{ kind: "wake" }] };
  });
}

/** Of a run that ended while this worker waited for its lease: nothing is left to do. */
export async function giveUpLease({ database, queue }: Services, held: { thread: string; epoch: number; job: string }): Promise<void> {
  await database.transaction(async (tx) => {
    if (await bumpLease(tx, held.thread, held.epoch)) await queue.complete(tx, held.job);
  });
}
