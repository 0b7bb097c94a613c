/** Names of nodes: readable everywhere, not reserved, and apart from channels (a vertex of LangGraph has the node's name). */
import type { Issue } from "../issues/issue.ts";
import type { Registry } from "../registry/registry.ts";
import { issueAt } from "../rules/rule-context.ts";
import { isReserved, namePattern } from "../terms/reserved.ts";

export function checkNames(registry: Registry, nodeNames: readonly string[]): Issue[] {
  return nodeNames.flatMap((name) => {
    const path = ["nodes", name];
    if (isReserved(name)) return [issueAt("RESERVED_NAME", path, `"${name}" is a word of the language.`, { hint: "Choose another name." })];
    if (!namePattern.test(name))
      return [issueAt("BAD_NAME", path, `"${name}" is no name for a node.`, { hint: "Use a letter, then letters, digits, _ or -." })];
    if (Object.hasOwn(registry.state, name))
      return [issueAt("NAME_IS_CHANNEL", path, `"${name}" is a channel too.`, { hint: `Rename the node, e.g. "${name}Step".` })];
    return [];
  });
}
