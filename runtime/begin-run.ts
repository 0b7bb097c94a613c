/** Puts a new run on a thread into the queue: one transaction, which refuses when a run is active or a question open. */
import { type Path, waitingNode } from "../compile/path.ts";
import type { Tx } from "../persistence/database.ts";
import { beginOnThread } from "../persistence/statements/begin-on-thread.ts";
import { findOpenInterrupts } from "../persistence/statements/find-open-interrupts.ts";
import type { RunRow } from "../persistence/statements/find-run.ts";
import type { ThreadRow } from "../persistence/statements/find-thread.ts";
import { findUnfinishedRun } from "../persistence/statements/find-unfinished-run.ts";
import { insertRun } from "../persistence/statements/insert-run.ts";
import { insertThread } from "../persistence/statements/insert-thread.ts";
import { lockThread } from "../persistence/statements/lock-thread.ts";
import { tell } from "./channel.ts";
import { checkInput } from "./check-input.ts";
import { checkpointIn, mustExist } from "./checkpoint-ref.ts";
import { threadBusy, threadNotFound, threadWaits } from "./refusals.ts";
import type { RunConfig } from "./run-kwargs.ts";
import { configToKeep, kwargsOf } from "./run-request.ts";
import type { Services } from "./services.ts";
import type { Start } from "./start-run.ts";

/** `known` is the thread as it was a moment ago, if it is there already. */
export async function beginRun(services: Services, start: Start, known: ThreadRow | undefined): Promise<RunRow> {
  const { request, assistant } = start;
  await checkInput(services.graphs, assistant.graph_id, request);
  if (known) await mustExist(services, known.id, checkpointIn(request));
  const definitionHash = await definitionFor(services, assistant.graph_id, known);
  return services.database.transaction(async (tx) => {
    const thread = await freeThread(tx, services, start);
    const run = await enqueue(tx, services, { ...start, thread });
    await beginOnThread(tx, {
      ...{ threadId: thread.id, graphId: assistant.graph_id, assistantId: assistant.assistant_id, definitionHash },
      metadata: { graph_id: assistant.graph_id, assistant_id: assistant.assistant_id, ...(known ? {} : request.metadata) },
      config: configToKeep(request),
    });
    await tell(tx, { kind: "wake" });
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
async function freeThread(tx: Tx, services: Services, { threadId, request }: Start): Promise<LockedThread> {
  const locked = threadId === null ? undefined : await lockThread(tx, threadId);
  if (!locked) return createThread(tx, services, { threadId, request });
  const unfinished = await findUnfinishedRun(tx, locked.id);
  if (unfinished) throw threadBusy(locked.id, unfinished);
  const open = await findOpenInterrupts(tx, locked.id);
  if (open.length > 0) throw threadWaits(locked.id, open);
  return locked;
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
  { thread, request, assistant }: Start & { thread: LockedThread },
): Promise<RunRow> {
  const id = newId();
  const job = await queue.send(tx, { id, thread: thread.id });
  return insertRun(tx, {
    ...{ id, job, threadId: thread.id, graphId: assistant.graph_id, assistantId: assistant.assistant_id, kind: "input" },
    payload: { input: request.input, command: request.command },
    kwargs: kwargsOf(request, thread.config as RunConfig),
    metadata: { ...assistant.metadata, ...thread.metadata, ...request.metadata },
    multitaskStrategy: request.multitask_strategy ?? "reject",
    requestedBy: request.by,
  });
}
