/** Carries what a vertex answered to its edge. Both run in the same LangGraph task, so a label never becomes a channel. */
import type { RunnableConfig } from "@langchain/core/runnables";
import type { Send } from "@langchain/langgraph";
import { SignalboxError } from "../language/issues/errors.ts";
import { SIGNAL } from "../nodes/call/internal-channels.ts";

/** A label of the edge's path map, or what a fork enters. */
export type Way = string | readonly (string | Send)[];

export class TaskLabels {
  private readonly ways = new Map<string, Way>();

  set(config: RunnableConfig, way: Way): void {
    this.ways.set(taskOf(config) as string, way);
  }

  take(vertex: string): (state: unknown, config: RunnableConfig) => Way {
    return (_, config) => {
      const task = taskOf(config);
      const way = task === undefined ? signalIn(config) : this.ways.get(task);
      if (task !== undefined) this.ways.delete(task);
      if (way === undefined) throw new SignalboxError("UNDECLARED_LABEL", `"${vertex}" gave no label`, { node: vertex });
      return way;
    };
  }
}

/** `executionInfo` is LangGraph's own name for what a task is part of; absent under `updateState`. */
export function taskOf(config: RunnableConfig): string | undefined {
  return (config as { executionInfo?: { taskId?: string } }).executionInfo?.taskId;
}

/** A signal arrives by `updateState` as the entry vertex: its edge has no task there, only the state that was written. */
function signalIn(config: RunnableConfig): string | undefined {
  const read = config.configurable?.__pregel_read as ((channel: string, fresh: boolean) => unknown) | undefined;
  return read?.(SIGNAL, true) as string | undefined;
}
