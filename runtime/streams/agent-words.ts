/** To readers an agent node is a single node: its model's messages are the node's own, although in LangGraph they come from an inner graph. */

import { isNodeKind, kinds } from "../../language/kinds/all.ts";
import { isRecord } from "../../language/schema/is-record.ts";

export type Chunk = readonly [namespace: readonly string[], mode: string, payload: unknown];

/** What a reader without subgraphs sees; undefined for what is internal. */
export function asOneNode(chunk: Chunk): Chunk | undefined {
  const [namespace, mode, payload] = chunk;
  if (namespace.length === 0) return chunk;
  const [place = "", ...deeper] = namespace;
  if (mode !== "messages" || deeper.length > 0) return undefined;
  const [message, metadata]: unknown[] = Array.isArray(payload) ? payload : [];
  // `kind` is the vertex's metadata, which LangGraph passes on to what runs inside it
  if (!isRecord(metadata) || typeof metadata.kind !== "string" || !isNodeKind(metadata.kind) || !kinds[metadata.kind].streamsMessages)
    return undefined;
  return [[], mode, [message, { ...metadata, langgraph_node: place.split(":")[0] }]];
}
