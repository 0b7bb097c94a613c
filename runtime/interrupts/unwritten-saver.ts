/** Reads a thread's checkpoints and writes nothing: for running a task to see what it asks. */
import type { RunnableConfig } from "@langchain/core/runnables";
import {
  BaseCheckpointSaver,
  type Checkpoint,
  type CheckpointPendingWrite,
  type CheckpointTuple,
  INTERRUPT,
  type PendingWrite,
} from "@langchain/langgraph-checkpoint";
import { isRecord } from "../../language/schema/is-record.ts";

interface Asked {
  readonly id: string;
  readonly value: unknown;
}

export class UnwrittenSaver extends BaseCheckpointSaver {
  /** What the tasks have asked. */
  readonly asked: Asked[] = [];
  /** The questions whose answers an earlier start of the run has stored, under the questions' own ids. */
  readonly given = new Set<string>();
  readonly #stored: BaseCheckpointSaver;
  readonly #answered: ReadonlySet<string>;

  /** `answered`: questions whose answers must not be seen. */
  constructor(stored: BaseCheckpointSaver, answered: readonly string[]) {
    super(stored.serde);
    this.#stored = stored;
    this.#answered = new Set(answered);
  }

  override async getTuple(config: RunnableConfig): Promise<CheckpointTuple | undefined> {
    const tuple = await this.#stored.getTuple(config);
    const isHidden = ([id, channel]: CheckpointPendingWrite) => channel === "__resume__" && this.#answered.has(id);
    for (const [id] of tuple?.pendingWrites?.filter(isHidden) ?? []) this.given.add(id);
    const pendingWrites = tuple?.pendingWrites?.filter((write) => !isHidden(write));
    return tuple && { ...tuple, ...(pendingWrites && { pendingWrites }) };
  }

  override list(...query: Parameters<BaseCheckpointSaver["list"]>): AsyncGenerator<CheckpointTuple> {
    return this.#stored.list(...query);
  }

  override async put({ configurable }: RunnableConfig, { id }: Checkpoint): Promise<RunnableConfig> {
    return { configurable: { ...configurable, checkpoint_id: id } };
  }

  override async putWrites(_config: RunnableConfig, writes: PendingWrite[]): Promise<void> {
    for (const [channel, value] of writes) {
      if (channel !== INTERRUPT) continue;
      for (const each of Array.isArray(value) ? value : [value])
        if (isRecord(each) && typeof each.id === "string") this.asked.push({ id: each.id, value: each.value });
    }
  }

  override async deleteThread(): Promise<void> {}

  override getNextVersion(current: number | undefined): number {
    return this.#stored.getNextVersion(current);
  }
}
