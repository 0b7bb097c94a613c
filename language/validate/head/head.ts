/** Rules of the graph's own fields and of its nodes' names. */
import type { GraphData } from "../../graph/graph-data.ts";
import type { Issue, IssuePath } from "../../issues/issue.ts";
import type { Registry } from "../../registry/registry.ts";
import { issueAt, nearestAdvice } from "../../rules/rule-context.ts";
import { isReserved, namePattern } from "../../terms/reserved.ts";

export function checkHead(registry: Registry, graph: GraphData): Issue[] {
  const channels = Object.keys(registry.state);
  const lists = (["input", "output", "keeps"] as const).flatMap((field) =>
    (graph[field] ?? []).map((name, index) => ({ name, path: [field, index] })),
  );
  return [
    ...(namePattern.test(graph.id)
      ? []
      : [issueAt("BAD_NAME", ["id"], `"${graph.id}" is not a valid graph name.`, { hint: "Use a letter, then letters, digits, _ or -." })]),
    ...Object.keys(graph.params ?? {})
      .filter((name) => !namePattern.test(name))
      .map((name) =>
        issueAt("BAD_NAME", ["params", name], `"${name}" is not a valid param name.`, {
          hint: "Use a letter, then letters, digits, _ or -.",
        }),
      ),
    ...checkLabels(graph),
    ...Object.entries(graph.signals ?? {}).flatMap(([name, { by }]) =>
      by.flatMap((role, index) => checkRole(registry, role, ["signals", name, "by", index])),
    ),
    ...lists.flatMap(({ name, path }) =>
      channels.includes(name)
        ? []
        : [issueAt("UNKNOWN_CHANNEL", path, `there is no channel "${name}".`, nearestAdvice(name, channels, path))],
    ),
  ];
}

/** Endings and signals are labels that others route. */
function checkLabels(graph: GraphData): Issue[] {
  const labels = [
    ...(graph.endsWith ?? []).map((label, index) => ({ label, path: ["endsWith", index] })),
    ...Object.keys(graph.signals ?? {}).map((label) => ({ label, path: ["signals", label] })),
  ];
  return labels.flatMap(({ label, path }) => {
    if (isReserved(label)) return [issueAt("RESERVED_LABEL", path, `"${label}" is a reserved word.`, { hint: "Choose another label." })];
    if (namePattern.test(label)) return [];
    return [issueAt("BAD_NAME", path, `"${label}" is not a valid label.`, { hint: "Use a letter, then letters, digits, _ or -." })];
  });
}

function checkRole({ roles = [] }: Registry, role: string, path: IssuePath): Issue[] {
  return roles.includes(role) ? [] : [issueAt("UNKNOWN_ROLE", path, `there is no role "${role}".`, nearestAdvice(role, roles, path))];
}

/** Names of nodes are readable everywhere, not reserved, and apart from channels: a vertex of LangGraph has the node's name. */

export function checkNames(registry: Registry, nodeNames: readonly string[]): Issue[] {
  return nodeNames.flatMap((name) => {
    const path = ["nodes", name];
    if (isReserved(name)) return [issueAt("RESERVED_NAME", path, `"${name}" is a reserved word.`, { hint: "Choose another name." })];
    if (!namePattern.test(name))
      return [issueAt("BAD_NAME", path, `"${name}" is not a valid node name.`, { hint: "Use a letter, then letters, digits, _ or -." })];
    if (Object.hasOwn(registry.state, name))
      return [issueAt("NAME_IS_CHANNEL", path, `"${name}" is a channel too.`, { hint: `Rename the node, e.g. "${name}Step".` })];
    return [];
  });
}
