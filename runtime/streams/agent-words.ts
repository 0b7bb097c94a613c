/** An agent node is one node to its readers: what its model says is the node's own message, though LangGraph has it in a graph inside. */

import { isNodeKind, kinds } from "../../language/kinds/all.ts";
import { isRecord } from "../../language/schema/is-record.ts";

export type Chunk = readonly [namespace: readonly string[], mode: string, payload: unknown];

/** What a reader sees who wants no subgraphs; undefined for what stays inside. */
export function asOneNode(chunk: Chunk): Chunk | undefined {
  const [namespace, mode, payload] = chunk;
  if (namespace.length === 0) return chunk;
  const [place = "", ...deeper] = namespace;
  if (mode !== "messages" || deeper.length > 0) return undefined;
  const [message, metadata]: unknown[] = Array.isArray(payload) ? payload : [];
  // `kind` is the vertex's metadata, which LangGraph hands down to what runs inside it
  if (!isRecord(metadata) || typeof metadata.kind !== "string" || !isNodeKind(metadata.kind) || !kinds[metadata.kind].streamsMessages)
    return undefined;
  return [[], mode, [message, { ...metadata, langgraph_node: place.split(":")[0] }]];
}
