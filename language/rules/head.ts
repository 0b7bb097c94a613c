/** Rules of the graph's own fields: its id and the channels that it lists. */
import type { GraphData } from "../graph-data.ts";
import type { Issue } from "../issue.ts";
import type { Registry } from "../registry.ts";
import { namePattern } from "../reserved.ts";
import { issueAt, nearestAdvice } from "./place.ts";

export function checkHead(registry: Registry, graph: GraphData): Issue[] {
  const channels = Object.keys(registry.state);
  const lists = (["input", "output", "keeps"] as const).flatMap((field) =>
    (graph[field] ?? []).map((name, index) => ({ name, path: [field, index] })),
  );
  return [
    ...(namePattern.test(graph.id)
      ? []
      : [issueAt("BAD_NAME", ["id"], `"${graph.id}" is no name for a graph.`, { hint: "Use a letter, then letters, digits, _ or -." })]),
    ...Object.keys(graph.params ?? {})
      .filter((name) => !namePattern.test(name))
      .map((name) =>
        issueAt("BAD_NAME", ["params", name], `"${name}" is no name for a param.`, { hint: "Use a letter, then letters, digits, _ or -." }),
      ),
    ...lists.flatMap(({ name, path }) =>
      channels.includes(name)
        ? []
        : [issueAt("UNKNOWN_CHANNEL", path, `there is no channel "${name}".`, nearestAdvice(name, channels, path))],
    ),
  ];
}
