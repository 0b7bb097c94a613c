/** The open questions of a thread, read from its checkpoint's pending writes: `next` and `tasks[].interrupts` also list answered ones. */

import type { BaseCheckpointSaver, StateSnapshot } from "@langchain/langgraph";
import type { CheckpointPendingWrite } from "@langchain/langgraph-checkpoint";
import { hasJoined, leavesEarly, REPORTS, type Report } from "../nodes/call/internal-channels.ts";
import { cancel } from "../nodes/interrupt/answer.ts";
import type { CompiledGraph } from "./compile-graph.ts";

export interface OpenQuestion {
  readonly id: string;
  /** LangGraph's task id. */
  readonly task: string;
  readonly value: unknown;
  /** JSON Schema of the resume value, where the code gave one to `interrupt`. */
  readonly responseSchema?: unknown;
}

const BESIDES_OUTPUT = new Set(["__interrupt__", "__resume__", "__error__", "__error_source_node__"]);

/**
 * An interrupt is open if its task has written nothing else and its answer has not arrived: LangGraph stores an answer as a
 * `__resume__` write under the interrupt's own id, and the task replays it.
 */
export function openQuestions(pendingWrites: readonly CheckpointPendingWrite[] = []): OpenQuestion[] {
  const finished = finishedTasks(pendingWrites);
  const answered = new Set(pendingWrites.filter(([, channel]) => channel === "__resume__").map(([id]) => id));
  return asked(pendingWrites).filter(({ id, task }) => !finished.has(task) && !answered.has(id));
}

/** The questions whose node has continued with its answer: it has written, but the next checkpoint does not exist yet. */
export function takenQuestions(pendingWrites: readonly CheckpointPendingWrite[] = []): OpenQuestion[] {
  const finished = finishedTasks(pendingWrites);
  return asked(pendingWrites).filter(({ task }) => finished.has(task));
}

const finishedTasks = (pendingWrites: readonly CheckpointPendingWrite[]): ReadonlySet<string> =>
  new Set(pendingWrites.filter(([, channel]) => !BESIDES_OUTPUT.has(channel)).map(([task]) => task));

const asked = (pendingWrites: readonly CheckpointPendingWrite[]): OpenQuestion[] =>
  pendingWrites
    .filter(([, channel]) => channel === "__interrupt__")
    .flatMap(([task, , written]) =>
      (Array.isArray(written) ? written : [written]).map(({ id, value, response_schema: responseSchema }) => ({
        id,
        task,
        value,
        ...(responseSchema !== undefined && { responseSchema }),
      })),
    )
    .filter(({ id }) => typeof id === "string");

/** The resume value for all questions that a sibling branch made void by leaving their region early or by completing its quorum, or undefined if there are none. Looks into subgraphs too: a region may stand in one. */
export async function cancelledQuestions(
  compiled: CompiledGraph,
  checkpointer: BaseCheckpointSaver,
  threadId: string,
): Promise<Record<string, unknown> | undefined> {
  const snapshot = await compiled.getState({ configurable: { thread_id: threadId } }, { subgraphs: true });
  const ids = await leftIn(snapshot, checkpointer);
  return ids.length === 0 ? undefined : Object.fromEntries(ids.map((id) => [id, cancel]));
}

async function leftIn(snapshot: StateSnapshot, checkpointer: BaseCheckpointSaver): Promise<string[]> {
  const pending = (await checkpointer.getTuple(snapshot.config))?.pendingWrites ?? [];
  if (needsNoMore(pending)) return openQuestions(pending).map(({ id }) => id);
  const inside = snapshot.tasks.flatMap(({ state }) => (state && "values" in state ? [state] : []));
  return (await Promise.all(inside.map((child) => leftIn(child, checkpointer)))).flat();
}

/** Counted here and not where branches run: a process that takes over does not know those that joined before. */
function needsNoMore(pendingWrites: readonly CheckpointPendingWrite[]): boolean {
  const reports = pendingWrites.flatMap(([, channel, value]) => (channel === REPORTS && Array.isArray(value) ? (value as Report[]) : []));
  const joined = reports.filter(hasJoined);
  return reports.some(leavesEarly) || joined.some(({ quorum }) => quorum !== undefined && joined.length >= quorum.of);
}
