/** The edges of a compiled graph: from the entry to where a turn may begin, and from each vertex to every target that it declares. */

import { END, START } from "@langchain/langgraph";
import type { NormalGraph } from "../language/graph/normal-graph.ts";
import type { Registry } from "../language/registry/registry.ts";
import type { Edge } from "../language/terms/edge.ts";
import { isStop, JOIN, messageEnters, waitedFor } from "../language/terms/labels.ts";
import type { State } from "../nodes/call/internal-channels.ts";
import type { Vertex } from "../nodes/call/kind.ts";
import { ENTRY, enterTurn } from "./enter-turn.ts";
import type { GraphBuilder } from "./langgraph.ts";
import type { Exit } from "./leave-vertex.ts";
import { OwnStep } from "./own-step.ts";
import type { TaskLabels } from "./task-labels.ts";

export function addEntry(
  builder: GraphBuilder,
  graph: NormalGraph,
  { registry, ways, vertices }: { registry: Registry; ways: TaskLabels; vertices: readonly Vertex[] },
): Exit {
  const enter = new OwnStep((values: State, config) => {
    const turn = enterTurn(graph, registry, values);
    ways.set(config, turn.target);
    return turn.writes;
  });
  builder.addNode(ENTRY, enter);
  builder.addEdge(START, ENTRY);
  const waiting = vertices.flatMap(({ edges, speaksFor }) => edges.flatMap(({ target }) => messageEnters(target, speaksFor) ?? []));
  const signalled = Object.values(graph.signals).flatMap(({ next }) => [next, waitedFor(next) ?? []].flat());
  const targets = [graph.start, ...waiting, ...signalled].map((target) => [target, vertexOf(target)]);
  return addExit(builder, { vertex: ENTRY, targets: Object.fromEntries(targets), way: ways.take(ENTRY) });
}

export function addWays(builder: GraphBuilder, vertex: Vertex, ways: TaskLabels): Exit {
  const { name, join } = vertex;
  if (join !== undefined) {
    builder.addEdge(name, join);
    return { vertex: name, targets: { [JOIN]: join }, way: () => JOIN };
  }
  const edges = vertex.forks ? vertex.edges.filter((edge) => isOfFork(edge, vertex)) : vertex.edges;
  const own = edges.map(({ label, target }) => [label, vertexOf(target)] as const);
  const forks = (vertex.forks ?? []).map((name) => [name, name] as const);
  return addExit(builder, { vertex: name, targets: Object.fromEntries([...own, ...forks]), way: ways.take(name, vertex.speaksFor) });
}

function addExit(builder: GraphBuilder, exit: Exit): Exit {
  builder.addConditionalEdges(exit.vertex, new OwnStep(exit.way), exit.targets);
  return exit;
}

/** What the entry of a region can answer by itself; its join answers the rest. */
const isOfFork = ({ type, label }: Edge, { forkLabels = [] }: Vertex): boolean => type === "bound" || forkLabels.includes(label);

const vertexOf = (target: string): string => (isStop(target) ? END : target);
