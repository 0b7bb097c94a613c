/** Carries what a vertex answered to its edge. Both run in the same LangGraph task, so a label never becomes a channel. */
import type { LangGraphRunnableConfig, Send } from "@langchain/langgraph";
import { SignalboxError } from "../language/issues/errors.ts";
import { SIGNAL } from "../nodes/call/internal-channels.ts";
import { readChannel, taskOf } from "./langgraph.ts";

/** In the config of an `updateState`: the label that its vertex takes. */
export const WAY = "__way";

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
      const way = task === undefined ? wayFromOutside(config) : this.#ways.get(task);
      if (task !== undefined) this.#ways.delete(task);
      if (way === undefined) throw new SignalboxError("UNDECLARED_LABEL", `"${vertex}" returned no label`, { node: vertex });
      return way;
    };
  }
}

/** Under `updateState` an edge has no task. An edit says its way in the config, and a signal in the state that was written. */
function wayFromOutside(config: LangGraphRunnableConfig): string | undefined {
  const way: unknown = config.configurable?.[WAY] ?? readChannel(config, SIGNAL);
  return typeof way === "string" ? way : undefined;
}
