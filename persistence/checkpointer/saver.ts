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
import { SignalboxError } from "../../language/issues/errors.ts";
import type { Logger } from "../../language/registry/context.ts";
import type { StateSize } from "../../language/schema/state-size.ts";
import { asUnavailable, retryTransient } from "../connection/unavailable.ts";
import { type Epoch, fencedOff } from "../fence.ts";
import { nextChannelVersion } from "./channel-version.ts";
import { putCheckpoint } from "./put-checkpoint.ts";
import { putWrites } from "./put-writes.ts";
import { type Cipher, StateSerializer } from "./state-serializer.ts";

/** Below every index that LangGraph gives. */
const FURTHER_QUESTIONS = -1_000;

export interface SaverOptions {
  readonly cipher?: Cipher | undefined;
  /** In bytes. */
  readonly size?: StateSize | undefined;
  readonly log?: Logger | undefined;
}

/**
 * Fenced when the config's `configurable.epoch` is given: a write after the lease went on throws FENCED and changes
 * nothing. Its tables come from `prepareDatabase`.
 *
 * @example compileGraph(graph, { checkpointer: new FencedSaver(database.pool), ports })
 */
export class FencedSaver extends PostgresSaver {
  readonly #pool: pg.Pool;
  readonly #size: StateSize | undefined;
  readonly #log: Logger | undefined;

  constructor(pool: pg.Pool, { cipher, size, log }: SaverOptions = {}) {
    super(pool, new StateSerializer(cipher));
    this.#pool = pool;
    this.#size = size;
    this.#log = log;
  }

  /** Never encrypted, and plain JSON by itself: it is searched. PostgresSaver would send it through the serializer. */
  override async _dumpMetadata(metadata: CheckpointMetadata): Promise<CheckpointMetadata> {
    return JSON.parse(JSON.stringify(metadata).replaceAll("\\u0000", "")) as CheckpointMetadata;
  }

  override async _loadMetadata(metadata: Record<string, unknown>): Promise<CheckpointMetadata> {
    return metadata as unknown as CheckpointMetadata;
  }

  override getNextVersion(current: number | undefined): number {
    return nextChannelVersion(current) as number; // PostgresSaver's type fixes numbers; LangGraph takes strings too
  }

  override getTuple(config: RunnableConfig): Promise<CheckpointTuple | undefined> {
    return retryTransient(() => super.getTuple(config));
  }

  override async *list(...asked: Parameters<PostgresSaver["list"]>): AsyncGenerator<CheckpointTuple> {
    try {
      yield* super.list(...asked);
    } catch (error) {
      throw asUnavailable(error);
    }
  }

  override async put(
    config: RunnableConfig,
    checkpoint: Checkpoint,
    metadata: CheckpointMetadata,
    newVersions: ChannelVersions,
  ): Promise<RunnableConfig> {
    const { thread, epoch, namespace, checkpointId } = placeOf(config);
    const [blobs, dumpedMetadata] = await Promise.all([
      Promise.all(Object.entries(newVersions).map(([channel, version]) => this.#blobOf(thread, checkpoint, { channel, version }))),
      this._dumpMetadata(metadata),
    ]);
    const row = {
      ...{ thread, epoch, namespace, id: checkpoint.id, parentId: checkpointId },
      ...{ checkpoint: this._dumpCheckpoint(checkpoint), metadata: dumpedMetadata },
      blobs,
    };
    if (!(await retryTransient(() => putCheckpoint(this.#pool, row)))) throw fencedOff("A checkpoint", thread, epoch);
    return { configurable: { thread_id: thread, checkpoint_ns: namespace, checkpoint_id: checkpoint.id } };
  }

  override async putWrites(config: RunnableConfig, writes: PendingWrite[], taskId: string): Promise<void> {
    const { thread, epoch, namespace, checkpointId } = placeOf(config);
    if (checkpointId === undefined) throw new Error("A task's writes need configurable.checkpoint_id in the config.");
    const dumped = await Promise.all(writes.map((write, index) => this.#writeOf(thread, write, { taskId, index })));
    const row = {
      ...{ thread, epoch, namespace, checkpointId, taskId },
      replace: writes.every(([channel]) => channel in WRITES_IDX_MAP),
      writes: withOwnIndexes(dumped),
    };
    if (!(await retryTransient(() => putWrites(this.#pool, row)))) throw fencedOff("A task's write", thread, epoch);
  }

  async #blobOf(
    thread: string,
    { channel_values: values }: Checkpoint,
    { channel, version }: { channel: string; version: number | string },
  ) {
    const text = String(version);
    if (!Object.hasOwn(values, channel)) return { channel, version: text, type: "empty", blob: undefined };
    const [type, blob] = await naming({ channel, thread }, () => this.serde.dumpsTyped(values[channel]));
    this.#holdSize(thread, channel, blob.length);
    return { channel, version: text, type, blob };
  }

  async #writeOf(thread: string, [channel, value]: PendingWrite, { taskId, index }: { taskId: string; index: number }) {
    const [type, blob] = await naming({ channel, thread, task: taskId }, () => this.serde.dumpsTyped(value));
    return { index: WRITES_IDX_MAP[channel] ?? index, channel, type, blob };
  }

  /** What has grown over many steps; one write too large was refused at its node. */
  #holdSize(thread: string, channel: string, size: number): void {
    const { warnAt, refuseAt } = this.#size ?? { warnAt: Number.POSITIVE_INFINITY, refuseAt: Number.POSITIVE_INFINITY };
    if (size > refuseAt) {
      const message = `channel "${channel}" has grown to ${size} bytes, and ${refuseAt} are the most. Store it elsewhere, and keep where it is.`;
      throw new SignalboxError("STATE_TOO_LARGE", message, { thread, channel, size });
    }
    if (size > warnAt) this.#log?.warn("a channel is large: it is written anew whenever it changes", { thread, channel, size, refuseAt });
  }
}

/** The serializer knows what is wrong, not where it was to go. */
async function naming<T>(facts: { channel: string; thread: string; task?: string }, dump: () => Promise<T>): Promise<T> {
  try {
    return await dump();
  } catch (error) {
    if (!(error instanceof SignalboxError) || error.code !== "UNSTORABLE_STATE") throw error;
    throw new SignalboxError("UNSTORABLE_STATE", `channel "${facts.channel}": ${error.message}.`, {
      ...error.facts,
      ...facts,
      cause: error,
    });
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
