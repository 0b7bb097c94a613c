/** Which edge of which vertex an update from outside takes, so that what is meant to be next is next. */
import type { NormalGraph } from "../../language/graph/normal-graph.ts";
import { ADOPTED, messageEnters } from "../../language/terms/labels.ts";
import type { Step } from "../../language/terms/step.ts";
import { OUTSIDE } from "../../language/terms/visit-name.ts";
import type { Vertex } from "../../nodes/call/kind.ts";
import { verticesOf } from "../../nodes/index.ts";
import { ENTRY } from "../enter-turn.ts";

export interface Way {
  readonly vertex: string;
  /** One of the vertex's labels. */
  readonly label: string;
}

/** One update for LangGraph's `updateState`, with the way in the config under WAY. */
export interface OutsideUpdate {
  readonly asNode: string;
  /** A label of the vertex. */
  readonly way: string;
  readonly values: Readonly<Record<string, unknown>>;
}

export const allVertices = (graph: NormalGraph): Vertex[] =>
  Object.entries(graph.nodes).flatMap(([name, node]) => [...verticesOf(name, node)]);

/** A node of several vertices answers by its join. */
export const answers = ({ join, forks }: Vertex): boolean => join === undefined && forks === undefined;

/** The way that a step took. Undefined: the graph has no such node. */
export function wayOf(graph: NormalGraph, { node: name, label, target }: Step): Way | undefined {
  if (label === ADOPTED) return name === OUTSIDE ? wayInto(graph, target) : wayToWait(graph, name);
  const node = Object.hasOwn(graph.nodes, name) ? graph.nodes[name] : undefined;
  const vertex = node && verticesOf(name, node).find(answers);
  return vertex && { vertex: vertex.name, label };
}

/** Any edge that leads to the node; from the entry vertex where only a turn or a signal begins there. */
export function wayInto(graph: NormalGraph, node: string): Way {
  for (const vertex of allVertices(graph).filter(answers)) {
    const edge = vertex.edges.find(({ target }) => target === node);
    if (edge) return { vertex: vertex.name, label: edge.label };
  }
  return { vertex: ENTRY, label: node };
}

/** As if the run had stopped so that the next message enters the node. Undefined: no edge does. */
export function wayToWait(graph: NormalGraph, name: string): Way | undefined {
  for (const vertex of allVertices(graph).filter(answers)) {
    const edge = vertex.edges.find(({ target }) => messageEnters(target, vertex.speaksFor) === name);
    if (edge) return { vertex: vertex.name, label: edge.label };
  }
  return undefined;
}
