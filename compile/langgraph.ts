/** The border to LangGraph's types, and the only one: LangGraph wants the names of nodes and channels as types, but those of a declared graph are data. */
import type { CompiledStateGraph, LangGraphRunnableConfig, StateGraph } from "@langchain/langgraph";

// biome-ignore lint/suspicious/noExplicitAny: the names of a declared graph are data
export type CompiledGraph = CompiledStateGraph<any, any, any, any, any, any, unknown, unknown, unknown, any>;
// biome-ignore lint/suspicious/noExplicitAny: as above
export type GraphBuilder = StateGraph<any, any, any, string, any, any>;

/** Whether a value is a compiled LangGraph, also of another copy of its package. */
export const isCompiledGraph = (value: unknown): value is CompiledGraph =>
  typeof value === "object" && value !== null && "lg_is_pregel" in value && value.lg_is_pregel === true;

/** LangGraph's id of the task that is running; undefined under `updateState`, which runs no task. */
export const taskOf = ({ executionInfo }: LangGraphRunnableConfig): string | undefined => executionInfo?.taskId;

/** What a channel holds now, with the writes of this task. LangGraph's own access, which has no type. */
export function readChannel({ configurable }: LangGraphRunnableConfig, channel: string): unknown {
  const read: unknown = configurable?.__pregel_read;
  return typeof read === "function" ? read(channel, true) : undefined;
}
