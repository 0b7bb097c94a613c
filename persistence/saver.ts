/** LangGraph's checkpointer on our pool: fenced by the thread's lease, one statement a write, safe forks, outlives restarts. */
import type { RunnableConfig } from "@langchain/core/runnables";
import {
  type ChannelVersions,
  type Checkpoint,
  type CheckpointMetadata,
  type CheckpointTuple,
  INTERRUPT,
  type PendingWrite,
  WRITES_IDX_MAP,
} from "@langchain/langgraph-checkpoint";
import { PostgresSaver } from "@langchain/langgraph-checkpoint-postgres";
import type pg from "pg";
import { nextChannelVersion } from "./channel-version.ts";
import { type Epoch, fencedOff } from "./fence.ts";
import { retryTransient } from "./retry-transient.ts";
import { putCheckpoint } from "./statements/put-checkpoint.ts";
import { putWrites } from "./statements/put-writes.ts";

/** Below every index that LangGraph gives. */
const FURTHER_QUESTIONS = -1_000;

/**
 * Fenced when the config's `configurable.epoch` is given: a write after the lease went on throws FENCED and changes
 * nothing. Its tables come from `prepareDatabase`.
 *
 * @example compileGraph(graph, { checkpointer: new FencedSaver(database.pool), ports })
 */
export class FencedSaver extends PostgresSaver {
  readonly #pool: pg.Pool;

  constructor(pool: pg.Pool) {
    super(pool);
    this.#pool = pool;
  }

  override getNextVersion(current: number | undefined): number {
    return nextChannelVersion(current) as number; // PostgresSaver's type fixes numbers; LangGraph takes strings too
  }

  override getTuple(config: RunnableConfig): Promise<CheckpointTuple | undefined> {
    return retryTransient(() => super.getTuple(config));
  }

  override async put(
    config: RunnableConfig,
    checkpoint: Checkpoint,
    metadata: CheckpointMetadata,
    newVersions: ChannelVersions,
  ): Promise<RunnableConfig> {
    const { thread, epoch, namespace, checkpointId } = placeOf(config);
    const [blobs, dumpedMetadata] = await Promise.all([
      this._dumpBlobs(thread, namespace, checkpoint.channel_values, newVersions),
      this._dumpMetadata(metadata),
    ]);
    const row = {
      ...{ thread, epoch, namespace, id: checkpoint.id, parentId: checkpointId },
      ...{ checkpoint: this._dumpCheckpoint(checkpoint), metadata: dumpedMetadata },
      blobs: blobs.map(([, , channel, version, type, blob]) => ({ channel, version, type, blob })),
    };
    if (!(await retryTransient(() => putCheckpoint(this.#pool, row)))) throw fencedOff("A checkpoint", thread, epoch);
    return { configurable: { thread_id: thread, checkpoint_ns: namespace, checkpoint_id: checkpoint.id } };
  }

  override async putWrites(config: RunnableConfig, writes: PendingWrite[], taskId: string): Promise<void> {
    const { thread, epoch, namespace, checkpointId } = placeOf(config);
    if (checkpointId === undefined) throw new Error("A task's writes need configurable.checkpoint_id in the config.");
    const dumped = await this._dumpWrites(thread, namespace, checkpointId, taskId, writes);
    const row = {
      ...{ thread, epoch, namespace, checkpointId, taskId },
      replace: writes.every(([channel]) => channel in WRITES_IDX_MAP),
      writes: withOwnIndexes(dumped.map(([, , , , index, channel, type, blob]) => ({ index, channel, type, blob }))),
    };
    if (!(await retryTransient(() => putWrites(this.#pool, row)))) throw fencedOff("A task's write", thread, epoch);
  }
}

/** Several questions of one task share an index in LangGraph: the last would replace the others. In the order in which they were asked. */
function withOwnIndexes<Write extends { readonly channel: string }>(writes: readonly Write[]): Write[] {
  const asked = writes.filter(({ channel }) => channel === INTERRUPT);
  const before = (write: Write) => asked.length - 1 - asked.indexOf(write);
  return writes.map((write) =>
    write.channel === INTERRUPT && before(write) > 0 ? { ...write, index: FURTHER_QUESTIONS - before(write) } : write,
  );
}

interface Place {
  readonly thread: string;
  readonly epoch: Epoch;
  readonly namespace: string;
  readonly checkpointId: string | undefined;
}

function placeOf(config: RunnableConfig): Place {
  const { thread_id, checkpoint_ns = "", checkpoint_id, epoch } = config.configurable ?? {};
  if (thread_id === undefined) throw new Error("The checkpointer needs configurable.thread_id in the config.");
  return { thread: thread_id, epoch: epoch ?? undefined, namespace: checkpoint_ns, checkpointId: checkpoint_id };
}
