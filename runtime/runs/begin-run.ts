/** Puts a new run on a thread into the queue: one transaction, which refuses, or holds the run, while another is active or a question open. */
import { type Path, waitingNode } from "../../nodes/call/step.ts";
import type { Tx } from "../../persistence/connection/database.ts";
import { findOpenInterrupts } from "../../persistence/statements/interrupts/find-open-interrupts.ts";
import type { RunRow } from "../../persistence/statements/runs/find-run.ts";
import { findUnfinishedRun } from "../../persistence/statements/runs/find-unfinished-run.ts";
import { insertRun } from "../../persistence/statements/runs/insert-run.ts";
import { beginOnThread } from "../../persistence/statements/threads/begin-on-thread.ts";
import type { ThreadRow } from "../../persistence/statements/threads/find-thread.ts";
import { insertThread } from "../../persistence/statements/threads/insert-thread.ts";
import { lockThread } from "../../persistence/statements/threads/lock-thread.ts";
import { placeThread } from "../../persistence/statements/threads/place-thread.ts";
import { queuesMessages } from "../interrupts/queues-messages.ts";
import { checkpointIn, mustExist } from "../protocol/checkpoint-ref.ts";
import { threadBusy, threadNotFound, threadWaits } from "../protocol/refusals.ts";
import type { RunConfig } from "../protocol/run-kwargs.ts";
import { configToKeep, kwargsOf } from "../protocol/run-request.ts";
import { tell } from "../pubsub/channel.ts";
import type { Services } from "../services.ts";
import { checkInput } from "./check-input.ts";
import { makeWay } from "./make-way.ts";
import { releaseNext } from "./release-run.ts";
import type { Start } from "./start-run.ts";

/** `known` is the thread as it was a moment ago, if it is there already. */
export async function beginRun(services: Services, start: Start, known: ThreadRow | undefined): Promise<RunRow> {
  const { request, assistant } = start;
  await checkInput(services.graphs, assistant.graph_id, request);
  if (known) await mustExist(services, known.id, checkpointIn(request));
  const definitionHash = await definitionFor(services, assistant.graph_id, known);
  return services.database.transaction(async (tx) => {
    const { thread, isBlocked } = await threadFor(tx, services, start);
    await placeThread(tx, thread.id, request);
    const run = await enqueue(tx, services, { ...start, thread, isHeld: isBlocked || request.after_seconds !== undefined });
    if (isBlocked) {
      await releaseNext(tx, services, thread.id);
      return run;
    }
    await beginOnThread(tx, {
      ...{ threadId: thread.id, graphId: assistant.graph_id, assistantId: assistant.assistant_id, definitionHash },
      metadata: { graph_id: assistant.graph_id, assistant_id: assistant.assistant_id, ...(known ? {} : request.metadata) },
      config: configToKeep(request),
    });
    await tell(tx, { kind: request.after_seconds === undefined ? "wake" : "due" });
    return run;
  });
}

/** A turn that stopped with `wait` goes on under its own definition; a new turn begins under today's. */
async function definitionFor({ graphs }: Services, graphId: string, thread: ThreadRow | undefined): Promise<string | null> {
  const today = graphs.declared(graphId)?.definition.hash ?? null;
  const isWaiting = thread?.graph_id === graphId && waitingNode((thread.last_path ?? []) as Path) !== undefined;
  if (!isWaiting || !thread.definition_hash) return today;
  await graphs.compiled(graphId, thread.definition_hash);
  return thread.definition_hash;
}

type LockedThread = Omit<ThreadRow, "interrupts">;

/** Locked: nobody else can begin or decide anything on it before this transaction ends. */
async function threadFor(tx: Tx, services: Services, { threadId, request, assistant }: Start): Promise<Place> {
  const locked = threadId === null ? undefined : await lockThread(tx, threadId);
  if (!locked) return { thread: await createThread(tx, services, { threadId, request }), isBlocked: false };
  const unfinished = await findUnfinishedRun(tx, locked.id);
  if (unfinished) {
    const { multitask_strategy: strategy = "reject" } = request;
    if (strategy === "reject" || locked.graph_id !== assistant.graph_id) throw threadBusy(locked.id, unfinished);
    if (strategy !== "enqueue") await makeWay(tx, locked.id, strategy);
    return { thread: locked, isBlocked: true };
  }
  const open = await findOpenInterrupts(tx, locked.id);
  if (!open.every(queuesMessages)) throw threadWaits(locked.id, open);
  return { thread: locked, isBlocked: open.length > 0 };
}

interface Place {
  readonly thread: LockedThread;
  /** Something is before it: the run is held until the thread is free. */
  readonly isBlocked: boolean;
}

async function createThread(tx: Tx, { newId }: Services, { threadId, request }: Omit<Start, "assistant">): Promise<LockedThread> {
  if (threadId !== null && request.if_not_exists !== "create") throw threadNotFound(threadId);
  const temporary = threadId === null && (request.on_completion ?? "delete") === "delete";
  const id = threadId ?? newId();
  const created = await insertThread(tx, { id, metadata: {}, temporary });
  if (!created) throw threadBusy(id, "another run that creates it at this moment");
  return created;
}

async function enqueue(
  tx: Tx,
  { queue, newId }: Services,
  { thread, request, assistant, isHeld }: Start & { thread: LockedThread; isHeld: boolean },
): Promise<RunRow> {
  const id = newId();
  const job = isHeld ? null : await queue.send(tx, { id, threadId: thread.id });
  return insertRun(tx, {
    ...{ id, job, threadId: thread.id, graphId: assistant.graph_id, assistantId: assistant.assistant_id, kind: "input" },
    payload: { input: request.input, command: request.command },
    kwargs: kwargsOf(request, thread.config as RunConfig),
    metadata: { ...assistant.metadata, ...thread.metadata, ...request.metadata },
    multitaskStrategy: request.multitask_strategy ?? "reject",
    requestedBy: request.by,
    afterSeconds: request.after_seconds,
  });
}
