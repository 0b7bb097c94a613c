/** What a thread's checkpoints hold: its state now and then, its history, and an edit of it. */
import type { RunnableConfig } from "@langchain/core/runnables";
import type { CompiledGraph } from "../compile/compile-graph.ts";
import { SignalboxError } from "../language/errors.ts";
import { findThread, type ThreadRow } from "../persistence/statements/find-thread.ts";
import { storeValues } from "../persistence/statements/store-values.ts";
import { editThread } from "./edit-thread.ts";
import { readStop } from "./engine/read-stop.ts";
import { threadNotFound } from "./refusals.ts";
import type { Services } from "./services.ts";
import { type Checkpoint, checkpointOf, emptyState, type ThreadState, threadStateOf } from "./thread-state.ts";

type CheckpointRef = Readonly<Record<string, unknown>> | null | undefined;

export interface StateUpdate {
  readonly values?: unknown;
  readonly as_node?: string | undefined;
  readonly checkpoint_id?: string | undefined;
  readonly checkpoint?: CheckpointRef;
}

export interface HistoryQuery {
  readonly limit?: number | undefined;
  /** Only checkpoints older than this one. */
  readonly before?: string | undefined;
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
  readonly checkpoint?: CheckpointRef;
}

export interface Snapshots {
  state(
    threadId: string,
    options?: { readonly checkpoint?: CheckpointRef; readonly subgraphs?: boolean | undefined },
  ): Promise<ThreadState>;
  history(threadId: string, query?: HistoryQuery): Promise<ThreadState[]>;
  /** Refused while a run works on the thread, or a question is open. */
  updateState(threadId: string, update: StateUpdate): Promise<{ readonly checkpoint: Checkpoint | null }>;
}

export function snapshotsOf(services: Services): Snapshots {
  return {
    async state(threadId, { checkpoint, subgraphs = false } = {}) {
      const found = await graphOf(services, threadId);
      if (!found) return emptyState;
      const config = configOf(threadId, checkpoint);
      if (checkpoint?.checkpoint_id && !(await services.saver.getTuple(config)))
        throw checkpointNotFound(threadId, checkpoint.checkpoint_id);
      return threadStateOf(await found.graph.getState(config, { subgraphs }));
    },
    async history(threadId, { limit = 10, before, metadata, checkpoint } = {}) {
      const found = await graphOf(services, threadId);
      if (!found) return [];
      const options = {
        limit,
        ...(before && { before: { configurable: { checkpoint_id: before } } }),
        ...(metadata && { filter: metadata }),
      };
      const states: ThreadState[] = [];
      for await (const snapshot of found.graph.getStateHistory(configOf(threadId, checkpoint), options))
        states.push(threadStateOf(snapshot));
      return states;
    },
    async updateState(threadId, update) {
      const found = await graphOf(services, threadId);
      if (!found)
        throw new SignalboxError("INVALID_INPUT", `Thread ${threadId} has no graph ID: no run has begun on it.`, { thread: threadId });
      return editThread(services, threadId, (epoch) => writeState(services, { ...found, update, epoch }));
    },
  };
}

interface Edit {
  readonly graph: CompiledGraph;
  readonly thread: ThreadRow;
  readonly update: StateUpdate;
  readonly epoch: number;
}

async function writeState(
  { database, saver }: Services,
  { graph, thread, update, epoch }: Edit,
): Promise<{ checkpoint: Checkpoint | null }> {
  const at = { ...update.checkpoint, ...(update.checkpoint_id && { checkpoint_id: update.checkpoint_id }) };
  const config = configOf(thread.id, at, { epoch });
  const next = await graph.updateState(config, update.values as never, update.as_node as never);
  const { values } = await readStop(graph, saver, thread.id);
  await storeValues(database.sql, thread.id, JSON.stringify(values));
  return { checkpoint: checkpointOf(next) };
}

/** Undefined when no run has begun on the thread: then it has no graph. */
async function graphOf({ database, graphs }: Services, threadId: string): Promise<{ graph: CompiledGraph; thread: ThreadRow } | undefined> {
  const thread = await findThread(database.sql, threadId);
  if (!thread) throw threadNotFound(threadId);
  if (!thread.graph_id) return undefined;
  return { graph: await graphs.compiled(thread.graph_id, thread.definition_hash, thread.config), thread };
}

function configOf(threadId: string, checkpoint: CheckpointRef, more: Record<string, unknown> = {}): RunnableConfig {
  const { checkpoint_id, checkpoint_ns, checkpoint_map } = checkpoint ?? {};
  return {
    configurable: {
      thread_id: threadId,
      checkpoint_ns: checkpoint_ns ?? "",
      ...(checkpoint_id !== undefined && { checkpoint_id }),
      ...(checkpoint_map != null && { checkpoint_map }),
      ...more,
    },
  };
}

const checkpointNotFound = (thread: string, checkpoint: unknown) =>
  new SignalboxError("CHECKPOINT_NOT_FOUND", `Thread ${thread} has no checkpoint ${checkpoint}`, { thread, checkpoint });
