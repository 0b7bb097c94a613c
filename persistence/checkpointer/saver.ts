/** LangGraph's checkpointer on the shared pool: fenced by the thread's lease, the writes of all threads in one statement, safe forks, survives restarts of Postgres. */

import type { RunnableConfig } from "@langchain/core/runnables";
import {
  type ChannelVersions,
  type Checkpoint,
  type CheckpointListOptions,
  type CheckpointMetadata,
  type CheckpointTuple,
  INTERRUPT,
  type PendingWrite,
  WRITES_IDX_MAP,
} from "@langchain/langgraph-checkpoint";
import { PostgresSaver } from "@langchain/langgraph-checkpoint-postgres";
import type { Logger } from "../../language/registry/context.ts";
import type { StateSize } from "../../language/schema/state-size.ts";
import { EPOCH } from "../../language/terms/run-keys.ts";
import type { Database } from "../connection/database.ts";
import { asUnavailable, retryTransient } from "../connection/unavailable.ts";
import type { Epoch } from "../fence.ts";
import type { EventBatch } from "../statements/events/rows.ts";
import type { TenantSql } from "../tenancy/tenant-sql.ts";
import { ALONGSIDE, type Alongside, KEPT } from "./alongside.ts";
import { nextChannelVersion } from "./channel-version.ts";
import { ChannelWriter, namingChannel, type WrittenChannel } from "./channel-writer.ts";
import { inTransaction, ownConnections, type RunStatement } from "./checkpoint-statements.ts";
import { EarlierPrograms } from "./earlier-programs.ts";
import { GroupCommit, type Store, storingBy } from "./group-commit/group-commit.ts";
import { StoredLists } from "./lists/stored-lists.ts";
import { CheckpointDecoder } from "./reading/decode-checkpoint.ts";
import { readDeltaHistory } from "./reading/delta-history.ts";
import { listCheckpoints, readCheckpoint, readPendingSends, type StoredCheckpoint } from "./reading/read-checkpoints.ts";
import { type Cipher, StateSerializer } from "./state-serializer.ts";

/** From this version of LangGraph's format on, a checkpoint holds the tasks that were sent to it. */
const OWN_SENDS = 4;

/** In a run's configurable: a function that is called with the id when a checkpoint of the thread itself, not of a graph inside a node, is stored. */
export const STORED = "__stored";

/** What the run's checkpoints keep of its request: an object, under a key of `config.configurable`. Histories are filtered by it. */
export const METADATA = "__metadata";

/** Below every index that LangGraph assigns. */
const FURTHER_QUESTIONS = -1_000;

export interface SaverOptions {
  readonly cipher?: Cipher | undefined;
  /** In bytes. */
  readonly size?: StateSize | undefined;
  readonly log?: Logger | undefined;
  /** Of all that writes to threads in this process. Default: one of its own. */
  readonly commits?: GroupCommit | undefined;
}

/**
 * Fenced when the config has an epoch (run-keys.ts): a write after the lease has moved to another worker throws FENCED and changes
 * nothing. `prepareDatabase` creates its tables.
 *
 * @example compileGraph(graph, { checkpointer: new FencedSaver(database), ports })
 */
export class FencedSaver extends PostgresSaver {
  readonly #database: Database;
  readonly #options: SaverOptions;
  readonly #run: RunStatement;
  readonly #store: Store;
  readonly #decoder: CheckpointDecoder;
  readonly #writer: ChannelWriter;
  readonly #earlier: EarlierPrograms;

  constructor(database: Database, options: SaverOptions = {}, tx?: TenantSql) {
    super(database.pool, new StateSerializer(options.cipher), { schema: database.schemas.checkpoints });
    this.#database = database;
    this.#options = options;
    const lists = new StoredLists();
    this.#decoder = new CheckpointDecoder(this.serde, lists);
    this.#earlier = new EarlierPrograms(database);
    // in a transaction nothing is asked on another connection
    this.#writer = new ChannelWriter(this.serde, lists, { ...options, mayChange: () => (tx ? false : this.#earlier.areGone()) });
    this.#run = tx ? inTransaction(tx) : ownConnections(database);
    this.#store = tx ? storingBy(this.#run) : (options.commits ?? new GroupCommit(database)).store;
  }

  /** The same, with all that it reads and writes in one transaction of a tenant. */
  within(tx: TenantSql): FencedSaver {
    return new FencedSaver(this.#database, this.#options, tx);
  }

  /** Whether all processes on the database read what this version stores in a new form. */
  earlierAreGone(): Promise<boolean> {
    return this.#earlier.areGone();
  }

  override getNextVersion(current: number | undefined): number {
    return nextChannelVersion(current) as number; // PostgresSaver's type fixes numbers; LangGraph takes strings too
  }

  override async getTuple(config: RunnableConfig): Promise<CheckpointTuple | undefined> {
    if (config.configurable?.thread_id === undefined) return undefined;
    const { threadId, namespace, checkpointId: id } = keyOf(config);
    const alongside: Alongside | undefined = config.configurable[ALONGSIDE];
    if (namespace === "" && !id && config.configurable[KEPT]) return config.configurable[KEPT];
    if (namespace === "" && !id && alongside?.isNew()) return undefined;
    const tuple = await retryTransient(async () => {
      const row = await readCheckpoint(this.#run, { threadId, namespace, id });
      return row && this.#tupleOf(row);
    });
    if (tuple) alongside?.loaded(namespace, tuple.checkpoint);
    return tuple;
  }

  override async *list(config: RunnableConfig, { filter, before, limit }: CheckpointListOptions = {}): AsyncGenerator<CheckpointTuple> {
    const { thread_id: threadId, checkpoint_ns: namespace, checkpoint_id: id } = config.configurable ?? {};
    const cursor: string | undefined = before?.configurable?.checkpoint_id;
    try {
      const query = { threadId, namespace: namespace ?? undefined, id: id || undefined, filter, before: cursor, limit };
      for await (const row of listCheckpoints(this.#run, query)) yield await this.#tupleOf(row);
    } catch (error) {
      throw asUnavailable(error);
    }
  }

  async #tupleOf(stored: StoredCheckpoint): Promise<CheckpointTuple> {
    const { thread_id: thread, parent_checkpoint_id: parent, checkpoint } = stored.row;
    const sends = checkpoint.v < OWN_SENDS && parent !== null ? await readPendingSends(this.#run, thread, parent) : [];
    return this.#decoder.tupleOf(stored, sends);
  }

  /** Of a graph that was built with LangGraph's DeltaChannel: one statement, where LangGraph would ask for each ancestor. */
  override async getDeltaChannelHistory({ config, channels }: { config: RunnableConfig; channels: string[] }) {
    if (channels.length === 0) return {};
    const { threadId, namespace, checkpointId: id } = keyOf(config);
    const valuesAt = async (seed: string) =>
      (await this.getTuple({ configurable: { thread_id: threadId, checkpoint_ns: namespace, checkpoint_id: seed } }))?.checkpoint
        .channel_values ?? {};
    return retryTransient(() => readDeltaHistory(this.#run, { threadId, namespace, id, channels, serde: this.serde, valuesAt }));
  }

  override async put(
    config: RunnableConfig,
    checkpoint: Checkpoint,
    metadata: CheckpointMetadata,
    newVersions: ChannelVersions,
  ): Promise<RunnableConfig> {
    const { threadId, epoch, namespace, checkpointId: parentId } = keyOf(config);
    const alongside: Alongside | undefined = config.configurable?.[ALONGSIDE];
    const keep = namespace === "" ? alongside?.writes() : undefined;
    let events: EventBatch | undefined;
    let written: WrittenChannel[] = [];
    await this.#store(async () => {
      written = await Promise.all(
        Object.entries(newVersions).map(([channel, version]) =>
          this.#writer.write({ threadId, namespace, channel }, checkpoint, String(version)),
        ),
      );
      events = await alongside?.batch();
      return {
        ...{ kind: "put", threadId, epoch, namespace, checkpointId: checkpoint.id, parentId, events },
        blobs: written.map(({ blob }) => blob),
        checkpoint: JSON.stringify(this._dumpCheckpoint(checkpoint)),
        metadata: metadataText({ ...config.configurable?.[METADATA], ...metadata }),
      };
    });
    for (const { stored } of written) stored?.();
    alongside?.stored(namespace, checkpoint, events);
    const at = { thread_id: threadId, checkpoint_ns: namespace };
    const stored = { configurable: { ...at, checkpoint_id: checkpoint.id } };
    if (namespace !== "") return stored;
    const parent = parentId !== undefined && { parentConfig: { configurable: { ...at, checkpoint_id: parentId } } };
    keep?.({ config: stored, checkpoint, metadata, ...parent, pendingWrites: [] });
    config.configurable?.[STORED]?.(checkpoint.id);
    return stored;
  }

  override async putWrites(config: RunnableConfig, writes: PendingWrite[], taskId: string, taskPath = ""): Promise<void> {
    const { threadId, epoch, namespace, checkpointId } = keyOf(config);
    config.configurable?.[ALONGSIDE]?.writes();
    if (checkpointId === undefined) throw new Error("A task's writes need configurable.checkpoint_id in the config.");
    const replace = writes.every(([channel]) => channel in WRITES_IDX_MAP);
    await this.#store(async () => {
      const dumped = withOwnIndexes(await Promise.all(writes.map((write, index) => this.#writeOf(threadId, write, { taskId, index }))));
      return {
        kind: "writes",
        threadId,
        epoch,
        namespace,
        checkpointId,
        taskId,
        taskPath,
        replace,
        writes: replace ? lastOfEach(dumped) : dumped,
      };
    });
  }

  async #writeOf(threadId: string, [channel, value]: PendingWrite, { taskId, index }: { taskId: string; index: number }) {
    const [type, blob] = await namingChannel({ channel, thread: threadId, task: taskId }, () => this.serde.dumpsTyped(value));
    return { index: WRITES_IDX_MAP[channel] ?? index, channel, type, blob };
  }
}

/** Plain JSON and never encrypted, because it is searched. */
const metadataText = (metadata: object): string => JSON.stringify(metadata).replaceAll("\\u0000", "");

/** One statement may not replace a row twice: the last write of an index counts, as with one statement per write. */
const lastOfEach = <Write extends { readonly index: number }>(writes: readonly Write[]): Write[] => [
  ...new Map(writes.map((write) => [write.index, write])).values(),
];

/** Several questions of one task share an index in LangGraph, and the last would replace the others. The indexes keep the questions' order. */
function withOwnIndexes<Write extends { readonly channel: string }>(writes: readonly Write[]): Write[] {
  const questions = writes.filter(({ channel }) => channel === INTERRUPT);
  const after = (write: Write) => questions.length - 1 - questions.indexOf(write);
  return writes.map((write) =>
    write.channel === INTERRUPT && after(write) > 0 ? { ...write, index: FURTHER_QUESTIONS - after(write) } : write,
  );
}

/** Which checkpoint a config names, and under which lease it is written. */
interface CheckpointKey {
  readonly threadId: string;
  readonly epoch: Epoch;
  readonly namespace: string;
  readonly checkpointId: string | undefined;
}

function keyOf(config: RunnableConfig): CheckpointKey {
  const { thread_id, checkpoint_ns = "", checkpoint_id, [EPOCH]: epoch } = config.configurable ?? {};
  if (thread_id === undefined) throw new Error("The checkpointer needs configurable.thread_id in the config.");
  return { threadId: thread_id, epoch: epoch ?? undefined, namespace: checkpoint_ns, checkpointId: checkpoint_id };
}
