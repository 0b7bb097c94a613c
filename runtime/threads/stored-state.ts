/** A thread's state as its checkpoint holds it, read without the graph: for threads whose graph is no longer there, or no longer fits. */
import type { CheckpointTuple } from "@langchain/langgraph-checkpoint";
import { isOfLangGraph, pendingNodes } from "../../compile/hand-built/pending-nodes.ts";
import { openQuestions } from "../../compile/open-questions.ts";
import { asAskedToday } from "../../nodes/agent/approval/as-asked-today.ts";
import { plainJson, withoutInternal } from "../protocol/plain-json.ts";
import { checkpointOf, type ThreadState, type ThreadTask } from "../protocol/thread-state.ts";

/** `nodes`: the node of each task that waits with a question, by the task's id. */
export function storedStateOf(tuple: CheckpointTuple, nodes: ReadonlyMap<string, string | null>): ThreadState {
  const { checkpoint, metadata, config, parentConfig, pendingWrites } = tuple;
  const next = pendingNodes(tuple);
  const values = Object.entries(checkpoint.channel_values).filter(([channel]) => !isOfLangGraph(channel));
  const waiting = Map.groupBy(openQuestions(pendingWrites), ({ task }) => task);
  return plainJson({
    values: withoutInternal(Object.fromEntries(values)),
    next,
    tasks: [...waiting].map(([id, questions]): ThreadTask => {
      const name = nodes.get(id) ?? (next.length === 1 ? next[0] : undefined) ?? "";
      const interrupts = questions.map(({ id: question, value, responseSchema }) => ({
        ...{ id: question, value: asAskedToday(value) },
        ...(responseSchema !== undefined && { response_schema: responseSchema }),
      }));
      return { id, name, interrupts, error: null, path: ["__pregel_pull", name], checkpoint: null, state: null, result: null };
    }),
    ...(metadata && { metadata: { ...metadata } }),
    created_at: checkpoint.ts,
    checkpoint: checkpointOf(config),
    parent_checkpoint: checkpointOf(parentConfig),
  });
}
