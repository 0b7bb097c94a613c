/** To readers an agent node is a single node: its model's messages are the node's own, although in LangGraph they come from an inner graph. */

import { isNodeKind, kinds } from "../../language/kinds/all.ts";
import { isRecord } from "../../language/schema/is-record.ts";

export type Chunk = readonly [namespace: readonly string[], mode: string, payload: unknown];

/** What a reader without subgraphs sees: what agents and nodes say, and which tools they call, at whatever depth, as the top node's; undefined for what is internal. */
export function asOneNode(chunk: Chunk): Chunk | undefined {
  const [namespace, mode, payload] = chunk;
  if (namespace.length === 0) return chunk;
  if (mode === "tools") return [[], mode, payload];
  const [message, metadata]: unknown[] = Array.isArray(payload) ? payload : [];
  if (mode !== "messages" || !isRecord(metadata) || !isSaid(namespace, metadata)) return undefined;
  return [[], mode, [message, { ...metadata, langgraph_node: nameIn(namespace[0]) }]];
}

/**
 * By the model of an agent node, whose graph stands directly in its vertex, or written by the vertex itself.
 * `kind` and `vertex` are the vertex's metadata, which LangGraph passes on to what runs inside it.
 */
export function isSaid(namespace: readonly string[], { kind, vertex, langgraph_node: node }: Readonly<Record<string, unknown>>): boolean {
  if (typeof kind !== "string" || !isNodeKind(kind)) return false;
  return node === vertex || (kinds[kind].streamsMessages && nameIn(namespace.at(-1)) === vertex);
}

const nameIn = (place: string | undefined): string | undefined => place?.split(":")[0];
