/** Rules of the graphs in a declaration's head: their names, what they give, that each is called, and all rules of graphs inside them. */
import type { GraphData } from "../../graph/graph-data.ts";
import { localFacts } from "../../graph/local-facts.ts";
import { calledIn, readIn, writtenIn } from "../../graph/local-graphs.ts";
import { normalise } from "../../graph/normalise.ts";
import type { Issue, IssuePath } from "../../issues/issue.ts";
import { behaviourOf } from "../../registry/channels.ts";
import type { Registry } from "../../registry/registry.ts";
import { registryOf } from "../../registry/registry-of.ts";
import { namedIn } from "../../rules/references.ts";
import { issueAt, nearestAdvice } from "../../rules/rule-context.ts";
import { isReserved, namePattern } from "../../terms/reserved.ts";

interface Declared {
  /** Without the graphs in the head, or with those of the same declaration. */
  readonly given: Registry;
  readonly registry: Registry;
  readonly graph: GraphData;
}

/** `check`: all rules of a graph, for one in the head. */
export function checkLocalGraphs(
  { given, registry, graph }: Declared,
  check: (name: string, local: GraphData) => readonly Issue[],
): Issue[] {
  const locals = Object.entries(graph.graphs ?? {});
  if (locals.length === 0) return [];
  const found = locals.flatMap(([name]) => {
    const local = namedIn(registry.graphs, name);
    return local && !("graph" in local) ? [[name, local] as const] : [];
  });
  const called = new Set(
    [calledIn(normalise(graph, registry)), ...found.map(([, one]) => calledIn(normalise(one, registryOf(one))))].flat(),
  );
  return [
    ...locals.flatMap(([name]) => [...checkName(given, name), ...(called.has(name) ? [] : [unused(name)])]),
    ...found.flatMap(([name, local]) => [
      ...checkGives(registry, { name, local, gives: graph.graphs?.[name]?.gives ?? [] }),
      ...[...check(name, local), ...readsReduced(local)].flatMap((issue) =>
        issue.path[0] === "id" ? [] : [inside(issue, ["graphs", name])],
      ),
    ]),
  ];
}

function inside({ path, repair, ...issue }: Issue, place: IssuePath): Issue {
  return { ...issue, path: [...place, ...path], ...(repair && { repair: { ...repair, path: [...place, ...repair.path] } }) };
}

function checkName({ graphs }: Registry, name: string): Issue[] {
  const path = ["graphs", name];
  if (isReserved(name)) return [issueAt("RESERVED_NAME", path, `"${name}" is a reserved word.`, { hint: "Choose another name." })];
  if (!namePattern.test(name))
    return [issueAt("BAD_NAME", path, `"${name}" is not a valid graph name.`, { hint: "Use a letter, then letters, digits, _ or -." })];
  const other = namedIn(graphs, name);
  if (!other || localFacts(other)) return [];
  return [issueAt("NAME_TAKEN", path, `the registry has a graph "${name}" too.`, { hint: `Rename one, e.g. "${name}Here".` })];
}

const unused = (name: string): Issue =>
  issueAt("UNUSED_GRAPH", ["graphs", name], `no node calls the graph "${name}".`, {
    hint: `Call it by { kind: "subgraph", graph: "${name}" }, or delete it.`,
    repair: { op: "remove", path: ["graphs", name] },
  });

interface Giving {
  readonly name: string;
  readonly local: GraphData;
  readonly gives: readonly string[];
}

function checkGives({ state }: Registry, { name, local, gives }: Giving): Issue[] {
  const written = writtenIn(normalise(local, registryOf(local)));
  return gives.flatMap((channel, index) => {
    const path = ["graphs", name, "gives", index];
    const channels = Object.keys(state);
    if (!channels.includes(channel))
      return [issueAt("UNKNOWN_CHANNEL", path, `there is no channel "${channel}".`, nearestAdvice(channel, channels, path))];
    if (written.has(channel)) return [];
    return [
      issueAt("UNKNOWN_OUTPUT", path, `no node of graph "${name}" writes the channel "${channel}".`, nearestAdvice(channel, written, path)),
    ];
  });
}

/** What its reducer made of earlier writes stays with the caller, or each call would count them again. */
function readsReduced(local: GraphData): Issue[] {
  const registry = registryOf(local);
  return Object.entries(normalise(local, registry).nodes).flatMap(([name, node]) =>
    readIn(node, registry).flatMap((channel) => {
      const definition = namedIn(registry.state, channel);
      if (!definition || behaviourOf(definition) !== "reduce") return [];
      return [
        issueAt(
          "READS_REDUCED",
          ["nodes", name],
          `"${name}" reads the channel "${channel}", whose reducer's value stays with the caller.`,
          {
            hint: "Read it in the caller; here it can only be written.",
          },
        ),
      ];
    }),
  );
}
