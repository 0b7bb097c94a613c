/** Carries what a vertex answered to its edge. Both run in the same LangGraph task, so a label never becomes a channel. */
import type { LangGraphRunnableConfig, Send } from "@langchain/langgraph";
import { SignalboxError } from "../language/issues/errors.ts";
import type { Path } from "../language/terms/step.ts";
import { PATH, SIGNAL } from "../nodes/call/internal-channels.ts";
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

  /** `speaksFor`: the node on the path. */
  take(vertex: string, speaksFor = vertex): (state: unknown, config: LangGraphRunnableConfig) => Way {
    return (_, config) => {
      const task = taskOf(config);
      if (task === undefined) return wayFromOutside(config, speaksFor);
      const way = this.#ways.get(task);
      this.#ways.delete(task);
      if (way === undefined) throw new SignalboxError("UNDECLARED_LABEL", `"${vertex}" returned no label`, { node: vertex });
      return way;
    };
  }
}

/**
 * Under `updateState` an edge has no task. Our own edits say their way in the config, and a signal in the state that was written. Any
 * other, as LangGraph Studio makes them, can only leave next what is next.
 */
function wayFromOutside(config: LangGraphRunnableConfig, node: string): string {
  const way: unknown = config.configurable?.[WAY] ?? readChannel(config, SIGNAL);
  if (typeof way === "string") return way;
  const last = (readChannel(config, PATH) as Path | undefined)?.at(-1);
  if (last?.node === node) return last.label;
  const ran = last === undefined ? "none has run" : `"${last.node}" has run last`;
  const message = `The state cannot be edited here as node "${node}": ${ran}. Edit it as that node, or by POST /threads/:thread_id/state of \`signalbox serve\`.`;
  throw new SignalboxError("INVALID_INPUT", message, { node, path: ["as_node"] });
}
