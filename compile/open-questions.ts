/** Which questions a thread waits with, from its checkpoint's pending writes: `next` and `tasks[].interrupts` also list answered ones. */
import type { CheckpointPendingWrite } from "@langchain/langgraph-checkpoint";

export interface OpenQuestion {
  readonly id: string;
  /** LangGraph's task id. */
  readonly task: string;
  readonly value: unknown;
}

const BESIDES_OUTPUT = new Set(["__interrupt__", "__resume__", "__error__", "__error_source_node__"]);

/**
 * Open are the interrupts of tasks that have written nothing else, unless their answer is in: LangGraph keeps it as a
 * `__resume__` write under the interrupt's own id, and the task replays it.
 */
export function openQuestions(pendingWrites: readonly CheckpointPendingWrite[] = []): OpenQuestion[] {
  const finished = finishedTasks(pendingWrites);
  const answered = new Set(pendingWrites.filter(([, channel]) => channel === "__resume__").map(([id]) => id));
  return asked(pendingWrites).filter(({ id, task }) => !finished.has(task) && !answered.has(id));
}

/** The questions whose node has gone on with its answer: it has written, and the next checkpoint is still to come. */
export function takenQuestions(pendingWrites: readonly CheckpointPendingWrite[] = []): OpenQuestion[] {
  const finished = finishedTasks(pendingWrites);
  return asked(pendingWrites).filter(({ task }) => finished.has(task));
}

const finishedTasks = (pendingWrites: readonly CheckpointPendingWrite[]): ReadonlySet<string> =>
  new Set(pendingWrites.filter(([, channel]) => !BESIDES_OUTPUT.has(channel)).map(([task]) => task));

const asked = (pendingWrites: readonly CheckpointPendingWrite[]): OpenQuestion[] =>
  pendingWrites
    .filter(([, channel]) => channel === "__interrupt__")
    .flatMap(([task, , written]) => (Array.isArray(written) ? written : [written]).map(({ id, value }) => ({ id, task, value })))
    .filter(({ id }) => typeof id === "string");
