/** Begins a new turn on a thread: one transaction, which refuses the run, or holds it, while another is active or a question open. */
import { findHead } from "../../persistence/checkpointer/roll-back.ts";
import { recordAudit } from "../../persistence/statements/audit/record-audit.ts";
import { isSeen } from "../../persistence/statements/metadata-filter.ts";
import type { RunRow } from "../../persistence/statements/runs/rows.ts";
import { findThread } from "../../persistence/statements/threads/find-thread.ts";
import { insertThread } from "../../persistence/statements/threads/insert-thread.ts";
import type { ThreadHead, ThreadRow } from "../../persistence/statements/threads/rows.ts";
import type { TenantTx } from "../../persistence/tenancy/tenant-sql.ts";
import type { Acting } from "../identity/acting.ts";
import { onRecord } from "../identity/actor.ts";
import { requireScope } from "../identity/require-scope.ts";
import { refuseRunOverLimits } from "../limits/tenant-limits.ts";
import { checkpointIn } from "../protocol/checkpoint-ref.ts";
import { queuesMessages } from "../protocol/interrupt.ts";
import { threadBusy, threadExists, threadNotFound, threadWaits } from "../protocol/refusals.ts";
import type { RunRequest } from "../protocol/run-request.ts";
import { commitAndPublish, type ProcessMessage, type Published } from "../pubsub/publish.ts";
import { commitRun, type RunSlot } from "../queue/commit-run.ts";
import { enqueueRun } from "../queue/enqueue-run.ts";
import { cancelConflictingRuns, queueNextHeldRun } from "../queue/held-runs.ts";
import { lockAndLook } from "../queue/lock-free-thread.ts";
import { requireStatus } from "../queue/require-status.ts";
import { beginHere } from "./begin-here.ts";
import { contentOf, prepareTurn, type RunStart, type Turn } from "./turn.ts";

/** `known` is the thread as it was last read, if it exists already. */
export async function beginRun(services: Acting, start: RunStart, known: ThreadRow | undefined): Promise<RunRow> {
  try {
    return await beginUnder(services, start, known);
  } catch (error) {
    if (!(error instanceof FollowsAnother)) throw error;
    return beginRun(services, start, await findThread(services.database.sql, error.threadId));
  }
}

/** The thread's definition has changed since it was read, by another run or an adoption: what was decided by it is decided again. */
class FollowsAnother extends Error {
  readonly threadId: string;
  constructor(threadId: string) {
    super("the thread follows another definition");
    this.threadId = threadId;
  }
}

async function beginUnder(services: Acting, start: RunStart, known: ThreadRow | undefined): Promise<RunRow> {
  const turn = await prepareTurn(services, start, known);
  return (await beginHere(services, turn)) ?? commitRun(services, (tx, slot) => insertTurn(tx, services, { turn, slot }));
}

/** Each on a thread of its own: all of them begin, or none. */
export async function beginRuns(services: Acting, starts: readonly (RunStart & { readonly threadId: null })[]): Promise<RunRow[]> {
  const turns = await Promise.all(starts.map((start) => prepareTurn(services, start, undefined)));
  return commitAndPublish(services, async (tx) => {
    const begun: Published<RunRow>[] = [];
    for (const turn of turns) begun.push(await insertTurn(tx, services, { turn }));
    return { result: begun.map(({ result }) => result), messages: begun.flatMap(({ messages }) => messages) };
  });
}

interface Inserting {
  readonly turn: Turn;
  readonly slot?: RunSlot;
}

async function insertTurn(tx: TenantTx, services: Acting, { turn: prepared, slot }: Inserting): Promise<Published<RunRow>> {
  const { start, known } = prepared;
  const { request } = start;
  const { thread, isBlocked, messages } = await threadFor(tx, services, start);
  if (known && known.definition_hash !== thread.definition_hash) throw new FollowsAnother(known.id);
  await refuseRunOverLimits(tx, services);
  const writes = await writesState(tx, thread.id, request);
  if (writes) requireScope(services.caller, "state:write");
  const { turn, ...content } = contentOf(prepared, thread);
  const enqueued = await enqueueRun(tx, services, {
    ...{ ...content, slot, thread, isBlocked },
    ...{ multitaskStrategy: request.multitask_strategy, afterSeconds: request.after_seconds },
    turn: isBlocked ? undefined : turn,
  });
  services.events.newRuns.add(enqueued.run.id);
  if (writes) await recordWrite(tx, enqueued.run, start);
  const queued = isBlocked ? await queueNextHeldRun(tx, services, thread.id) : [];
  return { result: enqueued.run, messages: [...messages, ...enqueued.messages, ...queued] };
}

/** From another checkpoint than the last, or by a command, a run goes on with a state that no node has made: it can step past a question. */
async function writesState(tx: TenantTx, threadId: string, request: RunRequest): Promise<boolean> {
  if (request.command?.update !== undefined || request.command?.goto !== undefined) return true;
  const { checkpoint_id: from } = checkpointIn(request);
  // front ends name the last one with every message
  return from !== undefined && from !== (await findHead(tx, threadId));
}

function recordWrite(tx: TenantTx, { id, thread_id: threadId }: RunRow, { request, actor }: RunStart): Promise<void> {
  const { checkpoint_id: from = null } = checkpointIn(request);
  return recordAudit(tx, { threadId, run: id, what: "thread.edited", detail: { ...onRecord(actor), from, command: request.command } });
}

interface ThreadOfRun {
  readonly thread: ThreadHead;
  /** Another run is ahead of it: the run is held until the thread is free. */
  readonly isBlocked: boolean;
  readonly messages: readonly ProcessMessage[];
}

/** A thread keeps its latest priority. */
async function threadFor(tx: TenantTx, services: Acting, start: RunStart): Promise<ThreadOfRun> {
  const { priority } = start.request;
  const found = await lockOrCreate(tx, services, start);
  const { thread } = found;
  return { ...found, thread: { ...thread, priority: priority ?? thread.priority } };
}

async function lockOrCreate(tx: TenantTx, services: Acting, { threadId, request, assistant }: RunStart): Promise<ThreadOfRun> {
  const locked = threadId === null ? undefined : await lockAndLook(tx, threadId);
  if (!locked) return { thread: await createThread(tx, services, { threadId, request }), isBlocked: false, messages: [] };
  const { thread, busyWith, open } = locked;
  if (!isSeen(thread.metadata, request.seen)) throw threadNotFound(thread.id);
  requireStatus(thread, request.if_thread_status);
  if (busyWith === undefined) {
    if (!open.every(queuesMessages)) throw threadWaits(thread.id, open);
    return { thread, isBlocked: open.length > 0, messages: [] };
  }
  const { multitask_strategy: strategy = "reject" } = request;
  if (strategy === "reject" || thread.graph_id !== assistant.graph_id) throw threadBusy(thread.id, busyWith);
  return {
    thread,
    isBlocked: true,
    messages: strategy === "enqueue" ? [] : await cancelConflictingRuns(tx, services, { threadId: thread.id, strategy }),
  };
}

async function createThread(
  tx: TenantTx,
  { newId }: Acting,
  { threadId, request }: Pick<RunStart, "threadId" | "request">,
): Promise<ThreadHead> {
  if (threadId !== null && request.if_not_exists !== "create") throw threadNotFound(threadId);
  const temporary = threadId === null && (request.on_completion ?? "delete") === "delete";
  const id = threadId ?? newId();
  const created = await insertThread(tx, { id, metadata: request.newThread?.metadata ?? {}, temporary });
  if (!created) throw (await findThread(tx, id)) ? threadBusy(id, "another run that creates it at this moment") : threadExists(id);
  requireStatus(created, request.if_thread_status);
  return created;
}
