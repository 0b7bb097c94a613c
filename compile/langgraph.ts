/** The border to LangGraph's types, and the only one: LangGraph wants the names of nodes and channels as types, but those of a declared graph are data. */

import type { Runnable } from "@langchain/core/runnables";
import type { CompiledStateGraph, LangGraphRunnableConfig, Send, StateGraph } from "@langchain/langgraph";

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

/** A channel and what is written to it. */
export type ChannelUpdate = readonly [channel: string, value: unknown];

/** Writes in the name of the task that is running. LangGraph's own access, as above. */
export function writeChannels({ configurable }: LangGraphRunnableConfig, updates: readonly ChannelUpdate[]): void {
  const write: unknown = configurable?.__pregel_send;
  if (typeof write !== "function") throw new TypeError("a vertex is left outside a task of LangGraph");
  write(updates);
}

/** Makes LangGraph run a vertex as one more task of the next super-step, with a state of its own. */
export const taskUpdate = (send: Send): ChannelUpdate => ["__pregel_tasks", send];

/** The channel that makes LangGraph run the vertex in the next super-step. */
export function entranceOf(compiled: CompiledGraph, vertex: string): string {
  const [channel] = nodeOf(compiled, vertex).triggers;
  if (channel === undefined) throw new TypeError(`nothing enters the vertex "${vertex}"`);
  return channel;
}

/** Replaces what LangGraph does with the result of a vertex. The writer returns what it was given. */
export function setWriter(compiled: CompiledGraph, vertex: string, writer: Runnable): void {
  nodeOf(compiled, vertex).writers = [writer];
}

function nodeOf({ nodes }: CompiledGraph, vertex: string): CompiledGraph["nodes"][string] {
  const node = nodes[vertex];
  if (!node) throw new TypeError(`LangGraph has no node "${vertex}"`);
  return node;
}
