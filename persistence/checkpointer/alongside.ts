/** What a run gives the checkpointer besides its checkpoints, and hears from it. */
import type { Checkpoint, CheckpointTuple } from "@langchain/langgraph-checkpoint";
import type { EventBatch } from "../statements/events/rows.ts";

/** In a run's configurable: what is stored with its checkpoints, and hears of them. */
export const ALONGSIDE = "__alongside";

export interface Alongside {
  /** The thread has no checkpoint yet: there is nothing to read. */
  isNew(): boolean;
  /**
   * The run begins to write: what was kept is not the thread's last state any more. The function that it returns keeps a checkpoint, once that
   * is stored, unless a later write has begun meanwhile, such as of a question behind it.
   */
  writes(): (last: CheckpointTuple) => void;
  /** What the run has emitted and is not stored yet. */
  batch(): Promise<EventBatch | undefined>;
  /** The graph with this namespace goes on from this checkpoint. */
  loaded(namespace: string, checkpoint: Checkpoint): void;
  /** A checkpoint of the graph with this namespace is stored, and the batch with it. */
  stored(namespace: string, checkpoint: Checkpoint, batch: EventBatch | undefined): void;
}

/** In the configurable of whoever reads a thread: its last checkpoint, as its run has kept it. */
export const KEPT = "__kept";
