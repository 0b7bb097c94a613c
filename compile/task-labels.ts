/** Carries a label from a vertex to its edge. Both run in the same LangGraph task, so a label never becomes a channel. */
import type { RunnableConfig } from "@langchain/core/runnables";
import { SignalboxError } from "../language/errors.ts";

export class TaskLabels {
  private readonly labels = new Map<string, string>();

  set(config: RunnableConfig, label: string): void {
    this.labels.set(taskOf(config), label);
  }

  take(vertex: string): (state: unknown, config: RunnableConfig) => string {
    return (_, config) => {
      const task = taskOf(config);
      const label = this.labels.get(task);
      this.labels.delete(task);
      if (label === undefined) throw new SignalboxError("UNDECLARED_LABEL", `"${vertex}" gave no label`, { node: vertex });
      return label;
    };
  }
}

/** `executionInfo` is LangGraph's own name for what a task is part of; see the Runtime type. */
export function taskOf(config: RunnableConfig): string {
  const { executionInfo } = config as { executionInfo?: { taskId?: string } };
  if (executionInfo?.taskId === undefined) throw new Error("outside a LangGraph task");
  return executionInfo.taskId;
}
