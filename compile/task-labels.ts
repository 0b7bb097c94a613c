/** Carries what a vertex answered to its edge. Both run in the same LangGraph task, so a label never becomes a channel. */
import type { LangGraphRunnableConfig, Send } from "@langchain/langgraph";
import { SignalboxError } from "../language/issues/errors.ts";
import { SIGNAL } from "../nodes/call/internal-channels.ts";
import { readChannel, taskOf } from "./langgraph.ts";

/** A label of the edge's path map, or what a fork enters. */
export type Way = string | (string | Send)[];

export class TaskLabels {
  readonly #ways = new Map<string, Way>();

  set(config: LangGraphRunnableConfig, way: Way): void {
    const task = taskOf(config);
    if (task !== undefined) this.#ways.set(task, way);
  }

  take(vertex: string): (state: unknown, config: LangGraphRunnableConfig) => Way {
    return (_, config) => {
      const task = taskOf(config);
      const way = task === undefined ? signalIn(config) : this.#ways.get(task);
      if (task !== undefined) this.#ways.delete(task);
      if (way === undefined) throw new SignalboxError("UNDECLARED_LABEL", `"${vertex}" returned no label`, { node: vertex });
      return way;
    };
  }
}

/** A signal arrives by `updateState` as the entry vertex: its edge has no task there, only the state that was written. */
function signalIn(config: LangGraphRunnableConfig): string | undefined {
  const signal = readChannel(config, SIGNAL);
  return typeof signal === "string" ? signal : undefined;
}
