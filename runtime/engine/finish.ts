/** Ends a run: everything that belongs to its end is committed in one transaction, and only while this worker still holds the thread. */
import { inTransaction } from "../../persistence/checkpointer/checkpoint-statements.ts";
import { rollBack } from "../../persistence/checkpointer/roll-back.ts";
import { recordAudit } from "../../persistence/statements/audit/record-audit.ts";
import { BEGUN_HERE } from "../../persistence/statements/begun-here.ts";
import { openInterrupt } from "../../persistence/statements/interrupts/open-interrupt.ts";
import { supersedeInterrupts } from "../../persistence/statements/interrupts/supersede-interrupts.ts";
import { releaseLease } from "../../persistence/statements/leases/release-lease.ts";
import { openNotices } from "../../persistence/statements/notices.ts";
import { deleteRun } from "../../persistence/statements/runs/delete-run.ts";
import { findRun } from "../../persistence/statements/runs/find-run.ts";
import { finishRun } from "../../persistence/statements/runs/finish-run.ts";
import { endPlainly, type PlainEnd } from "../../persistence/statements/runs/here/end-plainly.ts";
import { finishOnThread } from "../../persistence/statements/threads/finish-on-thread.ts";
import { lockThread } from "../../persistence/statements/threads/lock-thread.ts";
import { forEngine, type TenantDatabase, type TenantTx } from "../../persistence/tenancy/tenant-sql.ts";
import type { EventLog } from "../event-log/event-log.ts";
import { readStop, type Stopped } from "../interrupts/read-stop.ts";
import { rowValuesOf } from "../limits/long-lists.ts";
import { endOfChild, waitForChildren } from "../ports/children.ts";
import { commitAndPublish, type ProcessMessage } from "../pubsub/publish.ts";
import { queueNextHeldRun } from "../queue/held-runs.ts";
import type { Services } from "../services.ts";
import { writeWebhook } from "../webhooks/write-webhook.ts";
import type { ActiveRun, Lease } from "./active-run.ts";
import type { RunResult } from "./execute-run.ts";

type Ended = Extract<RunResult, { kind: "ended" }>;

/** False: another worker has the thread, or the database went back behind what the run has stored. Nothing was written. */
export async function finish(
  services: Services,
  active: ActiveRun,
  { ended, log }: { readonly ended: Ended; readonly log: EventLog },
): Promise<boolean> {
  const { lease, control } = active;
  const database = forEngine(services.database, lease.tenant);
  active.endWrites();
  await services.commits.settled(lease.run.thread_id);
  const { kept } = active;
  const isRolledBack = ended.status === "interrupted" && (await rollBackRun(database, lease));
  const stopped =
    ended.graph && (await readStop(ended.graph, services.saver, { threadId: lease.run.thread_id, last: isRolledBack ? undefined : kept }));
  const values = stopped ? await rowValuesOf(services.saver, stopped) : null;
  const events = await log.end(ended.status);
  const rest = { head: control.lastStored ?? null, events, values };
  const plain = stopped && isPlain(lease, ended, stopped) && plainEnd(lease, stopped, rest);
  if (plain && lease.job === BEGUN_HERE) {
    const end = await endPlainly(services.localStarts.statement, plain);
    if (end === "ended") tellPlainEnd(services, lease, log);
    if (end !== "not plain") return end === "ended";
  }
  return commitAndPublish({ database, log: services.log }, async (tx) => {
    if (plain && lease.job !== BEGUN_HERE) {
      const end = await endPlainly(inTransaction(tx), plain);
      if (end === "gone") return { result: false, messages: [] };
      if (end === "ended") {
        services.storedBytes?.changed(lease.run.thread_id);
        await services.queue.complete(tx, lease.job);
        return { result: true, messages: plainMessages(services, lease) };
      }
    }
    const head = isRolledBack ? null : control.lastStored;
    if (!(await releaseLease(tx, { threadId: lease.run.thread_id, epoch: lease.epoch, head }))) return { result: false, messages: [] };
    await lockThread(tx, lease.run.thread_id);
    services.storedBytes?.changed(lease.run.thread_id);
    await finishRun(tx, {
      ...{ threadId: lease.run.thread_id, runId: lease.run.id, status: ended.status, error: ended.error },
      ...{ path: stopped?.path ?? null, events },
    });
    for (const { id, payload, answer, decided_by: by } of ended.replaced ?? [])
      await recordAudit(tx, {
        ...{ threadId: lease.run.thread_id, run: lease.run.id, what: "interrupt.superseded" },
        detail: { interrupt: id, by: null, why: "the code asks something else now", question: payload, unused: { answer, by } },
      });
    if (stopped) await openQuestions(tx, lease, ended.status === "success" ? stopped : { ...stopped, sleeps: [] });
    const resumed = await endVisits(tx, services, { lease, ended, stopped });
    await finishOnThread(tx, {
      threadId: lease.run.thread_id,
      failed: isFailed(ended),
      paused: ended.status === "success" && (stopped?.unfinished ?? false),
      values,
      path: stopped?.path ?? null,
    });
    // a run that waits for child threads goes on
    const told = resumedLater(stopped) ? [] : await writeWebhook(tx, services, { runId: lease.run.id, values: stopped?.values });
    if (isRolledBack) await deleteRun(tx, lease.run.id, lease.run.thread_id);
    if (lease.job !== BEGUN_HERE) await services.queue.complete(tx, lease.job);
    const queued = await queueNextHeldRun(tx, services, lease.run.thread_id);
    return { result: true, messages: [...resumed, ...queued, ...told, ...messagesOf(lease, stopped)] };
  });
}

function tellPlainEnd({ events, ends, storedBytes }: Services, { run, definition }: Lease, log: EventLog): void {
  storedBytes?.changed(run.thread_id);
  events.plainEnds.add(log, { graphId: run.graph_id, definition });
  ends.tell(run.id);
}

const plainEnd = ({ run, epoch }: Lease, { path }: Stopped, rest: Pick<PlainEnd, "head" | "events" | "values">): PlainEnd => ({
  ...rest,
  ...{ threadId: run.thread_id, epoch, runId: run.id, path },
});

/** Nothing belongs to its end but what it has come to, as far as this process knows; the database knows the rest. */
const isPlain = ({ run }: Lease, { status, replaced = [] }: Ended, { questions, sleeps, waits, unfinished }: Stopped): boolean =>
  status === "success" && run.kwargs.webhook === undefined && [...replaced, ...questions, ...sleeps, ...waits].length === 0 && !unfinished;

const resumedLater = (stopped: Stopped | undefined): boolean => (stopped?.waits.length ?? 0) > 0;

const isFailed = ({ status }: Ended): boolean => status === "error" || status === "timeout";

/** Nothing remains of a run that was cancelled with a rollback: its checkpoints are deleted before the thread's state is read. */
async function rollBackRun(database: TenantDatabase, { run, epoch }: Lease): Promise<boolean> {
  const now = await findRun(database.sql, run.id, run.thread_id);
  if (!now?.rollback) return false;
  if (!(await rollBack(database.sql, { threadId: run.thread_id, epoch, base: run.base }))) return false;
  await recordAudit(database.sql, { threadId: run.thread_id, run: run.id, epoch, what: "run.rolled-back" });
  return true;
}

/** The inbox gets exactly the questions of the checkpoint. Of a run that was cancelled or has failed nothing sleeps: it would continue by itself. */
async function openQuestions(tx: TenantTx, { run }: Lease, { questions, sleeps }: Pick<Stopped, "questions" | "sleeps">): Promise<void> {
  for (const question of [...questions, ...sleeps]) {
    const opened = { ...question, threadId: run.thread_id, runId: run.id };
    await openInterrupt(tx, { ...opened, sleeps: sleeps.includes(question) });
    await openNotices(tx, opened, question.notices);
  }
  const still = [...questions, ...sleeps].map(({ id }) => id);
  const { signal } = run.payload;
  const by = signal === undefined ? null : run.requested_by;
  const why = signal === undefined ? "the graph no longer asks it" : `the signal "${signal}"`;
  for (const id of await supersedeInterrupts(tx, { threadId: run.thread_id, still, by })) {
    await recordAudit(tx, { threadId: run.thread_id, run: run.id, what: "interrupt.superseded", detail: { interrupt: id, by, why } });
  }
}

/** A thread that stops with nothing to wait for has ended, also as a child. */
async function endVisits(
  tx: TenantTx,
  services: Services,
  { lease, ended, stopped }: { lease: Lease; ended: Ended; stopped: Stopped | undefined },
): Promise<ProcessMessage[]> {
  const { thread_id: threadId, graph_id: graphId } = lease.run;
  const waits = stopped?.waits ?? [];
  const resumed = await waitForChildren(tx, services, { parentId: threadId, runId: lease.run.id, waits });
  const isOver = isFailed(ended) || [...waits, ...(stopped?.questions ?? []), ...(stopped?.sleeps ?? [])].length === 0;
  return isOver ? [...resumed, ...(await endOfChild(tx, services, { threadId, graphId }))] : resumed;
}

/** Nothing waits for the thread; a run of the same tenant may wait for its place. */
const plainMessages = ({ timing }: Services, { run }: Lease): ProcessMessage[] => [
  ...(timing.tenantRuns === undefined ? [] : [{ kind: "wake" } as const]),
  { kind: "done", run: run.id },
];

/** `wake` because the thread's next run may begin now. */
function messagesOf({ run }: Lease, stopped: Stopped | undefined): ProcessMessage[] {
  const { questions = [], sleeps = [] } = stopped ?? {};
  const isDue = [...questions, ...sleeps].some(({ due, notices }) => due !== null || notices.length > 0);
  return [{ kind: "wake" }, { kind: "done", run: run.id }, ...(isDue ? [{ kind: "due" } as const] : [])];
}
