/** The graphs inside a run as a tree, from the events of their beginnings and ends. */
import { isRecord } from "../../language/schema/is-record.ts";
import type { AgentStatus, EventNamespace, ProtocolEvent } from "./protocol-event.ts";

export interface AgentTreeNode {
  readonly namespace: EventNamespace;
  readonly status: AgentStatus;
  readonly graph_name: string;
  readonly children?: readonly AgentTreeNode[];
}

/** Of the last run. */
export function treeOf(events: readonly ProtocolEvent[]): AgentTreeNode {
  const nodes = new Map<string, Omit<AgentTreeNode, "children">>();
  for (const { method, params } of events) {
    if (method !== "lifecycle" || !isRecord(params.data)) continue;
    const { event, graph_name } = params.data;
    if (event === "running") nodes.clear();
    // made in projection.ts
    nodes.set(keyOf(params.namespace), { namespace: params.namespace, status: event as AgentStatus, graph_name: String(graph_name) });
  }
  const within = (namespace: EventNamespace): AgentTreeNode[] =>
    [...nodes.values()].filter((node) => isChild(node.namespace, namespace)).map((node) => withChildren(node, within(node.namespace)));
  return withChildren(nodes.get("") ?? { namespace: [], status: "started", graph_name: "root" }, within([]));
}

const withChildren = (node: Omit<AgentTreeNode, "children">, children: readonly AgentTreeNode[]): AgentTreeNode =>
  children.length === 0 ? node : { ...node, children };

const isChild = (namespace: EventNamespace, parent: EventNamespace): boolean =>
  namespace.length === parent.length + 1 && parent.every((segment, index) => namespace[index] === segment);

const keyOf = (namespace: EventNamespace): string => namespace.join("|");
