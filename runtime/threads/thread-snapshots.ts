/** Reads a thread's checkpoints: its current and earlier states and its history; and edits the state. */
import type { RunnableConfig } from "@langchain/core/runnables";
import type { CheckpointListOptions } from "@langchain/langgraph-checkpoint";
import type { CompiledGraph } from "../../compile/compile-graph.ts";
import { isCausedBy, SignalboxError } from "../../language/issues/errors.ts";
import { findOpenInterrupts } from "../../persistence/statements/interrupts/seen-interrupts.ts";
import { arrayOf } from "../../persistence/statements/page.ts";
import { findThread } from "../../persistence/statements/threads/find-thread.ts";
import type { ThreadRow } from "../../persistence/statements/threads/rows.ts";
import { StoredAssistants } from "../graphs/stored-assistants.ts";
import type { Acting } from "../identity/acting.ts";
import { type CheckpointRef, checkpointIn, configAt, mustExist, runnableConfigOf } from "../protocol/checkpoint-ref.ts";
import { threadNotFound } from "../protocol/refusals.ts";
import { refuseUnstorable } from "../protocol/refuse-unstorable.ts";
import { type Checkpoint, emptyState, type ThreadState, threadStateOf } from "../protocol/thread-state.ts";
import { editThread } from "./edit-thread.ts";
import { openQuestionsIn } from "./open-questions-in.ts";
import { storedStateOf } from "./stored-state.ts";
import { type StateUpdate, writeState } from "./write-state.ts";

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
  /** The same, but the states are read while they are taken: all together may be large. */
  openHistory(threadId: string, query?: HistoryQuery): AsyncIterable<ThreadState>;
  /** Refused while the thread has an active run or an open question. */
  updateState(threadId: string, update: StateUpdate): Promise<{ readonly checkpoint: Checkpoint | null }>;
}

export function snapshotsOf(services: Acting): Snapshots {
  return {
    async state(threadId, { checkpoint, subgraphs = false } = {}) {
      const found = await readable(services, threadId);
      if (!found) return emptyState;
      await mustExist(services, threadId, checkpoint);
      const state = found.graph
        ? threadStateOf(await found.graph.getState(configAt(threadId, checkpoint), { subgraphs }))
        : await storedState(services, threadId, checkpoint);
      return namesNone(checkpoint) ? openQuestionsIn(services.database.sql, threadId, state) : state;
    },
    history: (threadId, query) => arrayOf(historyOf(services, threadId, query)),
    openHistory: (threadId, query) => historyOf(services, threadId, query),
    async updateState(threadId, update) {
      refuseUnstorable(services, "values", update.values);
      const found = await graphOf(services, threadId);
      if (!found)
        throw new SignalboxError("INVALID_INPUT", `Thread ${threadId} has no graph ID: no run has begun on it.`, { thread: threadId });
      return editThread(services, found.thread, (epoch) =>
        writeState(services, { graph: found.graph, graphId: found.graphId, threadId, update, epoch }),
      );
    },
  };
}

/** The last state is meant. An earlier one is shown as it was. */
const namesNone = (checkpoint: CheckpointRef): boolean => checkpointIn({ checkpoint }).checkpoint_id === undefined;

async function* historyOf(
  services: Acting,
  threadId: string,
  { limit = 10, before, metadata, checkpoint }: HistoryQuery = {},
): AsyncGenerator<ThreadState> {
  const found = await readable(services, threadId);
  if (!found) return;
  const options = {
    limit,
    ...(before && { before: { configurable: { checkpoint_id: before } } }),
    ...(metadata && { filter: metadata }),
  };
  const states = statesIn(services, found.graph, { threadId, at: configAt(threadId, checkpoint), options });
  let isFirst = before === undefined && namesNone(checkpoint);
  for await (const state of states) {
    yield isFirst ? await openQuestionsIn(services.database.sql, threadId, state) : state;
    isFirst = false;
  }
}

interface Listing {
  readonly threadId: string;
  readonly at: RunnableConfig;
  readonly options: CheckpointListOptions;
}

async function* statesIn(
  services: Acting,
  graph: CompiledGraph | undefined,
  { threadId, at, options }: Listing,
): AsyncGenerator<ThreadState> {
  if (graph) {
    for await (const snapshot of graph.getStateHistory(at, options)) yield threadStateOf(snapshot);
    return;
  }
  const nodes = await nodesOfQuestions(services, threadId);
  for await (const tuple of services.saver.list(at, options)) yield storedStateOf(tuple, nodes);
}

/** Reading is never refused: without a graph that fits, the checkpoints are read as they are. Undefined when no run has begun. */
async function readable(services: Acting, threadId: string): Promise<{ graph: CompiledGraph | undefined } | undefined> {
  try {
    return await graphOf(services, threadId);
  } catch (error) {
    if (!isCausedBy(error, "DEFINITION_DOES_NOT_FIT") && !isCausedBy(error, "GRAPH_NOT_FOUND")) throw error;
    return { graph: undefined };
  }
}

async function storedState(services: Acting, threadId: string, checkpoint: CheckpointRef): Promise<ThreadState> {
  const tuple = await services.saver.getTuple(configAt(threadId, checkpoint));
  return tuple ? storedStateOf(tuple, await nodesOfQuestions(services, threadId)) : emptyState;
}

async function nodesOfQuestions({ database }: Acting, threadId: string): Promise<ReadonlyMap<string, string | null>> {
  return new Map((await findOpenInterrupts(database.sql, threadId)).map(({ task, node }) => [task, node]));
}

/** Undefined when no run has begun on the thread and its metadata names no graph. */
async function graphOf(
  services: Acting,
  threadId: string,
): Promise<{ graph: CompiledGraph; graphId: string; thread: ThreadRow } | undefined> {
  const { database, graphs } = services;
  const thread = await findThread(database.sql, threadId);
  if (!thread) throw threadNotFound(threadId);
  const { graph_id: named } = thread.metadata;
  const graphId = thread.graph_id ?? (typeof named === "string" && graphs.has(named) && !graphs.declared(named) ? named : null);
  if (!graphId) return undefined;
  const config = graphs.isMadePerRun(graphId) ? await configOfThread(services, thread) : {};
  return { graph: await graphs.compiled(graphId, thread.definition_hash, config), graphId, thread };
}

/** As a run of it begins with. */
async function configOfThread(services: Acting, { assistant_id: id, config }: ThreadRow): Promise<RunnableConfig> {
  const assistant = id === null ? undefined : await new StoredAssistants(services).find(id);
  const configurable = { ...assistant?.config.configurable, ...config.configurable };
  return runnableConfigOf({ ...assistant?.config, ...config, configurable });
}
