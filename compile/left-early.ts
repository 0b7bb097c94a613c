/** Questions that nobody need answer any more, because a sibling branch has left their region early. */
import type { BaseCheckpointSaver, StateSnapshot } from "@langchain/langgraph";
import type { CheckpointPendingWrite } from "@langchain/langgraph-checkpoint";
import { REPORTS } from "../nodes/call/internal-channels.ts";
import type { Report } from "../nodes/call/kind.ts";
import { cancel } from "../nodes/interrupt/answer.ts";
import type { CompiledGraph } from "./compile-graph.ts";
import { openQuestions } from "./open-questions.ts";

/** The resume value for all of them, or undefined when there are none. Looks into subgraphs too: a region may stand in one. */
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
  if (hasLeftEarly(pending)) return openQuestions(pending).map(({ id }) => id);
  const inside = snapshot.tasks.flatMap(({ state }) => (state && "values" in state ? [state as StateSnapshot] : []));
  return (await Promise.all(inside.map((child) => leftIn(child, checkpointer)))).flat();
}

function hasLeftEarly(pendingWrites: readonly CheckpointPendingWrite[]): boolean {
  return pendingWrites.some(
    ([, channel, value]) => channel === REPORTS && Array.isArray(value) && (value as Report[]).some(({ target }) => target !== "join"),
  );
}
