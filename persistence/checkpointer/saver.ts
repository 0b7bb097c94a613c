/** LangGraph's checkpointer on the shared pool: fenced by the thread's lease, the writes of all threads in one statement, safe forks, survives restarts of Postgres. */

import type { RunnableConfig } from "@langchain/core/runnables";
import { START } from "@langchain/langgraph";
import {
  type ChannelVersions,
  type Checkpoint,
  type CheckpointListOptions,
  type CheckpointMetadata,
  type CheckpointTuple,
  type PendingWrite,
  WRITES_IDX_MAP,
} from "@langchain/langgraph-checkpoint";
import { PostgresSaver } from "@langchain/langgraph-checkpoint-postgres";
import type { Logger } from "../../language/registry/context.ts";
import type { StateSize } from "../../language/schema/state-size.ts";
import type { Database } from "../connection/database.ts";
import { asUnavailable, retryTransient } from "../connection/unavailable.ts";
import type { EventBatch } from "../statements/events/rows.ts";
import type { TenantSql } from "../tenancy/tenant-sql.ts";
import { ALONGSIDE, type Alongside, KEPT } from "./alongside.ts";
import { nextChannelVersion } from "./channel-version.ts";
import { ChannelWriter, namingChannel, type WrittenChannel } from "./channel-writer.ts";
import { inTransaction, ownConnections, type RunStatement } from "./checkpoint-statements.ts";
import { keyOf } from "./config-key.ts";
import { EarlierPrograms } from "./earlier-programs.ts";
import { GroupCommit, type Store, type StoreSoon, storingBy } from "./group-commit/group-commit.ts";
import type { PutOperation } from "./group-commit/operation.ts";
import { StoredLists } from "./lists/stored-lists.ts";
import { CheckpointDecoder } from "./reading/decode-checkpoint.ts";
import { readDeltaHistory } from "./reading/delta-history.ts";
import { listCheckpoints, readCheckpoint, readPendingSends, type StoredCheckpoint } from "./reading/read-checkpoints.ts";
import { type Cipher, StateSerializer } from "./state-serializer.ts";
import { lastOfEach, withOwnIndexes } from "./write-indexes.ts";

/** From this version of LangGraph's format on, a checkpoint holds the tasks that were sent to it. */
const OWN_SENDS = 4;

/** In a run's configurable: a function that is called with the id when a checkpoint of the thread itself, not of a graph inside a node, is stored. */
export const STORED = "__stored";

/** What the run's checkpoints keep of its request: an object, under a key of `config.configurable`. Histories are filtered by it. */
export const METADATA = "__metadata";

/** For so long after an early checkpoint could not be stored, the one behind it learns why. */
const REMEMBERS_MS = 60_000;

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
  readonly #storeSoon: StoreSoon | undefined;
  /** By its id, a checkpoint that LangGraph takes for stored, until it is. */
  readonly #early = new Map<string, Promise<void>>();
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
    const commits = tx ? undefined : (options.commits ?? new GroupCommit(database));
    this.#store = commits?.store ?? storingBy(this.#run);
    this.#storeSoon = commits?.storeSoon;
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
    const { threadId, namespace, checkpointId: parentId } = keyOf(config);
    const { prepare, whenStored } = this.#putOf({ config, checkpoint, metadata, newVersions });
    const stored = { configurable: { thread_id: threadId, checkpoint_ns: namespace, checkpoint_id: checkpoint.id } };
    if (this.#storeSoon && isFollowed(metadata, newVersions)) {
      const queued = await this.#storeSoon(threadId, prepare);
      this.#noteEarly(checkpoint.id, queued.stored.then(whenStored));
      return stored;
    }
    // what went wrong with the one before it is the reason why this one is refused
    const before = parentId === undefined ? undefined : this.#early.get(parentId);
    await this.#store(threadId, prepare).finally(() => before);
    whenStored();
    return stored;
  }

  #putOf({ config, checkpoint, metadata, newVersions }: Put): { prepare: () => Promise<PutOperation>; whenStored: () => void } {
    const { threadId, epoch, namespace, checkpointId: parentId } = keyOf(config);
    const alongside: Alongside | undefined = config.configurable?.[ALONGSIDE];
    const keep = namespace === "" ? alongside?.writes() : undefined;
    let events: EventBatch | undefined;
    let written: WrittenChannel[] = [];
    const prepare = async (): Promise<PutOperation> => {
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
    };
    const whenStored = () => {
      for (const { stored } of written) stored?.();
      alongside?.stored(namespace, checkpoint, events);
      if (namespace !== "") return;
      const at = (id: string) => ({ configurable: { thread_id: threadId, checkpoint_ns: namespace, checkpoint_id: id } });
      const parent = parentId !== undefined && { parentConfig: at(parentId) };
      keep?.({ config: at(checkpoint.id), checkpoint, metadata, ...parent, pendingWrites: [] });
      config.configurable?.[STORED]?.(checkpoint.id);
    };
    return { prepare, whenStored };
  }

  #noteEarly(id: string, stored: Promise<void>): void {
    this.#early.set(id, stored);
    const forget = () => this.#early.delete(id);
    stored.then(forget, () => setTimeout(forget, REMEMBERS_MS).unref());
  }

  override async putWrites(config: RunnableConfig, writes: PendingWrite[], taskId: string, taskPath = ""): Promise<void> {
    const { threadId, epoch, namespace, checkpointId } = keyOf(config);
    config.configurable?.[ALONGSIDE]?.writes();
    if (checkpointId === undefined) throw new Error("A task's writes need configurable.checkpoint_id in the config.");
    const replace = writes.every(([channel]) => channel in WRITES_IDX_MAP);
    await this.#store(threadId, async () => {
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

/**
 * A run's input, after which LangGraph runs no code of the graph before it has stored the next checkpoint. It does not wait for this one
 * before that either, and asks for the next only when this one is stored: two commits for what one can hold.
 */
const isFollowed = ({ source }: CheckpointMetadata, newVersions: ChannelVersions): boolean =>
  source === "input" && Object.hasOwn(newVersions, START);

/** Plain JSON and never encrypted, because it is searched. */
const metadataText = (metadata: object): string => JSON.stringify(metadata).replaceAll("\\u0000", "");

interface Put {
  readonly config: RunnableConfig;
  readonly checkpoint: Checkpoint;
  readonly metadata: CheckpointMetadata;
  readonly newVersions: ChannelVersions;
}
