/** Names of visits in paths, scripts and reports: of branches, of items, and of nodes in graphs inside. */

/** Replaces the node in a path: a signal comes from outside the graph. */
export const OUTSIDE = "(outside)";
/** Key of an each node's body. */
export const ITEM_BODY = "do";

const item = /\[\d+\]$/;

/** A branch of a parallel node, or the body of an each node: `checks.cover`, `all.do`. */
export const bodyName = (node: string, body: string): string => `${node}.${body}`;
/** The key of a body under the node that holds it. */
export const bodyKey = (node: string, body: string): string => body.slice(node.length + 1);
/** One item of an each node: `all[0]`. */
export const itemName = (node: string, index: number): string => `${node}[${index}]`;
/** The each node of an item; any other name is unchanged. */
export const withoutItem = (name: string): string => name.replace(item, "");
/** All items share one body: `all.do` for `all[0]`; any other name is unchanged. */
export const declaredName = (name: string): string => name.replace(item, `.${ITEM_BODY}`);

/** The node that holds a branch or an item; any other name is unchanged. */
export const holderOf = (name: string): string => withoutItem(name).split(".", 1)[0] ?? name;

/** A node of a graph inside a node. */
export const innerName = (node: string, inner: string): string => `${node}/${inner}`;
/** The name without the nodes around it. */
export const localName = (name: string): string => name.slice(name.lastIndexOf("/") + 1);
