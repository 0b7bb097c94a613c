/** Takes threads from workers that cannot continue them, and returns their runs to the queue. Only by the lease's epoch. */
import { recordAudit } from "../../persistence/statements/audit/record-audit.ts";
import { findDeadLeases, findOrphanedLeases } from "../../persistence/statements/leases/find-leases.ts";
import { releaseLease } from "../../persistence/statements/leases/release-lease.ts";
import { seizeLease } from "../../persistence/statements/leases/seize-lease.ts";
import { findUnfinishedHeads } from "../../persistence/statements/runs/find-unfinished-heads.ts";
import { uncountStart } from "../../persistence/statements/runs/uncount-start.ts";
import { isOffered } from "../../persistence/statements/workers/leave-blocked.ts";
import { findHolders, recordDeath } from "../../persistence/statements/workers/record-death.ts";
import type { Lease } from "../engine/active-run.ts";
import { commitAndPublish } from "../pubsub/publish.ts";
import type { Services } from "../services.ts";
import { MAX_GIVEN_BACK } from "../timing.ts";
import { requeueRun } from "./requeue-run.ts";
import { tryEach } from "./try-each.ts";

interface HeldThread {
  readonly thread_id: string;
  readonly epoch: string;
  readonly run: string | null;
  readonly job: string | null;
  /** Its start does not count. */
  readonly isPardoned?: boolean;
}

/** A worker continues the run from its last checkpoint. False: another was faster, or the owner is writing at this moment. */
async function seizeAndRequeue(services: Services, held: HeldThread, why: string): Promise<boolean> {
  const { thread_id: threadId, epoch, run, job, isPardoned = false } = held;
  const isSeized = await commitAndPublish(services, async (tx) => {
    if (!(await seizeLease(tx, threadId, epoch))) return { result: false, messages: [] };
    if (run && isPardoned) await uncountStart(tx, { threadId, runId: run }, MAX_GIVEN_BACK);
    if (job && run) await requeueRun(tx, services, { thread_id: threadId, run, job });
    await recordAudit(tx, { threadId, run: run ?? undefined, epoch, what: "run.handed-over", detail: { why } });
    return { result: true, messages: [{ kind: "wake" }] };
  });
  if (isSeized) services.log.warn("a run is handed over: any worker continues it", { thread: threadId, run, epoch, why });
  return isSeized;
}

/** The embedded database has no other workers. */
export async function seizeFromDeadWorkers(services: Services): Promise<void> {
  if (services.database.kind === "pglite") return;
  const items = await findDeadLeases(services.database.sql, services.worker, services.timing.deadAfterMs);
  // for all runs of a worker, before the first of them begins again elsewhere
  const dead = new Set(items.map((held) => held.worker).filter((worker) => !isOffered(worker)));
  for (const worker of dead) await recordDeath(services.database.sql, worker);
  await tryEach(services, { lookOut: "hand-over", items, idOf }, (held) =>
    isOffered(held.worker)
      ? seizeAndRequeue(services, { ...held, isPardoned: true }, "another run blocks its worker")
      : seizeAndRequeue(services, held, `worker ${held.worker} is dead`),
  );
}

/** Leases of this worker without a run that it executes: something failed between a run and its end. */
export async function seizeOrphanedLeases(services: Services, active: ReadonlyMap<string, unknown>): Promise<void> {
  const found = await findOrphanedLeases(services.database.sql, services.worker, [...active.keys()]);
  // a run may have begun since it was asked for
  const items = found.filter(({ run }) => !active.has(run));
  await tryEach(services, { lookOut: "hand-over", items, idOf }, (held) => seizeAndRequeue(services, held, "its end could not be written"));
}

const idOf = ({ thread_id }: HeldThread): string => thread_id;

/** At the start on the embedded database, whose folder only one process can open: every unfinished run has a dead owner. */
export async function seizeAll(services: Services): Promise<void> {
  const { database } = services;
  for (const worker of await findHolders(database.sql)) await recordDeath(database.sql, worker);
  for (const head of await findUnfinishedHeads(database.sql)) {
    const { epoch } = head;
    if (epoch !== null && (await seizeAndRequeue(services, { ...head, epoch }, "the process before this one ended"))) continue;
    await database.transaction((tx) => requeueRun(tx, services, head));
  }
}

/** After an attempt whose end was not the run's fault, and which therefore does not count: a graceful stop, or an unavailable database. */
export async function returnToQueue(services: Services, lease: Lease, what: "run.drained" | "run.given-back"): Promise<void> {
  const { run, job, epoch } = lease;
  const { id, thread_id: threadId } = run;
  await services.commits.settled(threadId);
  await commitAndPublish(services, async (tx) => {
    if (!(await releaseLease(tx, { threadId, epoch }))) return { result: undefined, messages: [] };
    await uncountStart(tx, { threadId, runId: id }, MAX_GIVEN_BACK);
    await requeueRun(tx, services, { thread_id: threadId, run: id, job });
    await recordAudit(tx, { threadId, run: id, epoch, what });
    return { result: undefined, messages: [{ kind: "wake" }] };
  });
}

/** The run ended while this worker waited for its lease: nothing remains to be done. */
export async function releaseEndedRun(
  { database, queue }: Services,
  { threadId, epoch, job }: { threadId: string; epoch: string; job: string },
): Promise<void> {
  await database.transaction(async (tx) => {
    if (await releaseLease(tx, { threadId, epoch })) await queue.complete(tx, job);
  });
}
