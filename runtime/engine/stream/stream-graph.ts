/** Streams a graph for one attempt at a run: what LangGraph yields becomes the run's events. */
import type { RunnableConfig } from "@langchain/core/runnables";
import type { BaseStore } from "@langchain/langgraph-checkpoint";
import type { CompiledGraph } from "../../../compile/compile-graph.ts";
import { declarationOf } from "../../../language/registry/declaration.ts";
import { isUnavailable } from "../../../persistence/connection/unavailable.ts";
import type { EventLog } from "../../event-log/event-log.ts";
import { authKeys } from "../../identity/people-of-run.ts";
import { asOneNode, type Chunk } from "../../streams/agent-words.ts";
import { libraryModes, StreamEvents, type Wanted } from "../../streams/stream-events.ts";
import { modesOf } from "../../streams/stream-modes.ts";
import type { ActiveRun } from "../active-run.ts";
import { failureOf, isDrained, isFenced } from "../failure.ts";
import { type ChunkOptions, chunksAndEventsOf, chunksOf } from "./chunks-of.ts";
import { TransformerEvents } from "./transformer-events.ts";

export interface Streaming {
  readonly active: ActiveRun;
  readonly config: RunnableConfig;
  readonly log: EventLog;
  /** `config.store` of nodes built by hand. */
  readonly store?: BaseStore | undefined;
}

export async function streamGraph(graph: CompiledGraph, { input, ...streaming }: Streaming & { readonly input: unknown }): Promise<void> {
  const { active, log } = streaming;
  const { kwargs, payload } = active.lease.run;
  const wanted = {
    ...{ modes: modesOf({ kwargs }), subgraphs: kwargs.subgraphs ?? false },
    ...{ hidden: [...Object.keys(payload.headers ?? {}), ...authKeys], slimTasks: kwargs.protocol === "v2" },
  };
  const events = new StreamEvents(wanted);
  const transformed = kwargs.protocol === "v2" ? TransformerEvents.of(graph, log) : undefined;
  const streamed = wanted.modes.includes("events") ? chunksAndEventsOf : chunksOf;
  try {
    for await (const chunk of streamed(graph, input, optionsFor(graph, streaming, wanted))) {
      for (const [event, data] of events.of(chunk, shown(chunk, graph, wanted))) log.push(event, data);
      transformed?.push(chunk);
      await log.room(active.signal);
    }
    await transformed?.end();
  } catch (error) {
    await transformed?.end();
    for (const [event, data] of events.end(endOf(active, error))) log.push(event, data);
    throw error;
  }
}

function optionsFor(graph: CompiledGraph, { active, config, store }: Streaming, wanted: Wanted): ChunkOptions {
  const { kwargs, id } = active.lease.run;
  const streamMode = libraryModes(wanted);
  const followsAgents = declarationOf(graph) !== undefined && (streamMode.includes("messages") || streamMode.includes("tools"));
  const subgraphs = wanted.subgraphs || followsAgents || wanted.modes.includes("lifecycle");
  return {
    ...boundFor(graph, config),
    ...{ runId: id, streamMode: streamMode.length === 0 ? ["values"] : streamMode, subgraphs, durability: "sync" },
    ...{ signal: active.signal, control: active.control },
    ...(store && { store }),
    // as in streamEvents: only then it tells which checkpoint each `values` belongs to
    ...(wanted.subgraphs && streamMode.includes("values") && { version: "v2" }),
    ...(kwargs.context !== undefined && { context: kwargs.context as object }),
    ...(kwargs.interrupt_before && { interruptBefore: nodesOf(kwargs.interrupt_before) }),
    ...(kwargs.interrupt_after && { interruptAfter: nodesOf(kwargs.interrupt_after) }),
  };
}

/** What a reader sees: without subgraphs only what the graph itself streams, and what its agents say. */
function shown(chunk: Chunk, graph: CompiledGraph, { subgraphs }: Wanted): Chunk | undefined {
  if (subgraphs || chunk[0].length === 0) return chunk;
  return declarationOf(graph) ? asOneNode(chunk) : undefined;
}

/** Of what was open inside the graph. A run that another worker continues begins it anew. */
function endOf({ stopped }: ActiveRun, error: unknown): Parameters<StreamEvents["end"]>[0] | undefined {
  if (stopped === "interrupted" || isDrained(error) || isFenced(error) || isUnavailable(error)) return undefined;
  if (stopped === "cancelled") return { event: "interrupted" };
  const { error: name, message } = failureOf(error);
  return { event: "failed", error: { error: name, message } };
}

/** A declared graph has bounds of its own, each with an edge: a client's limit would end it without one. */
function boundFor(graph: CompiledGraph, { recursionLimit, ...config }: RunnableConfig): RunnableConfig {
  return declarationOf(graph) || recursionLimit === undefined ? config : { ...config, recursionLimit };
}

const nodesOf = (nodes: "*" | readonly string[]): "*" | string[] => (nodes === "*" ? nodes : [...nodes]);
