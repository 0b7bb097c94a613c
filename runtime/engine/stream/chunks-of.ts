/** Runs a graph and yields what LangGraph streams: with the mode `events`, also every event of the components inside it. */
import type { StreamEvent } from "@langchain/core/tracers/log_stream";
import type { StreamMode } from "@langchain/langgraph";
import type { CompiledGraph } from "../../../compile/compile-graph.ts";
import type { Chunk } from "../../streams/agent-words.ts";

/** LangGraph takes the types of input and options from the graph's own, and here graphs are data. */
type GraphInput = Parameters<CompiledGraph["stream"]>[0];
type GraphOptions = NonNullable<Parameters<CompiledGraph["stream"]>[1]>;

export interface ChunkOptions extends Omit<GraphOptions, "streamMode" | "runId"> {
  readonly streamMode: StreamMode[];
  readonly subgraphs: boolean;
  readonly runId: string;
}

/** LangChain marks what it adds by itself. */
const HIDDEN = "langsmith:hidden";

export async function* chunksOf(graph: CompiledGraph, input: unknown, options: ChunkOptions): AsyncGenerator<Chunk> {
  const chunks: AsyncIterable<unknown> = await graph.stream(input as GraphInput, options as GraphOptions);
  for await (const chunk of chunks) yield chunkOf(chunk);
}

/** The same, and each event of `streamEvents` as a chunk of the mode `events`. */
export async function* chunksAndEventsOf(graph: CompiledGraph, input: unknown, options: ChunkOptions): AsyncGenerator<Chunk> {
  const events: AsyncIterable<StreamEvent> = graph.streamEvents(input as GraphInput, { ...(options as GraphOptions), version: "v2" });
  for await (const event of events) {
    if (event.tags?.includes(HIDDEN)) continue;
    if (event.event === "on_chain_stream" && event.run_id === options.runId) yield chunkOf(event.data.chunk);
    else yield [[], "events", event];
  }
}

/** LangGraph leaves the namespace out where no subgraphs are asked for. */
function chunkOf(chunk: unknown): Chunk {
  const [first, second, third]: readonly unknown[] = Array.isArray(chunk) ? chunk : [];
  return Array.isArray(first) ? [first, String(second), third] : [[], String(first), second];
}
