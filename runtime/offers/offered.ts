/** The names under which workers tell each other which runs they can continue. */

import type { CompiledGraph } from "../../compile/compile-graph.ts";
import { codeShape, graphsInside } from "../../compile/hand-built/asking-code.ts";
import { rawSourceOf } from "../../compile/raw-source.ts";
import type { SeenInterrupt } from "../../persistence/statements/interrupts/seen-interrupts.ts";

/** A definition is offered under its hash, a graph without one under its id. */
export const offerOf = (graphId: string, definition: string | null): string => definition ?? `graph:${graphId}`;

/** A node of a graph built by hand. */
export const offerOfNode = (graphId: string, node: string): string => `node:${graphId}:${node}`;

/** Whoever has the graph built by hand as it was can answer its question. */
export const offerOfQuestion = ({ graph_id, node, asked_by }: Pick<SeenInterrupt, "graph_id" | "node" | "asked_by">): string =>
  asked_by?.shape ? `shape:${asked_by.shape}` : offerOfNode(graph_id ?? "", node ?? "");

/** What a compiled graph offers besides its definition: the graphs built by hand in it. */
export function offersOf(graphId: string, graph: CompiledGraph): string[] {
  const nodes = rawSourceOf(graph) === undefined ? [] : Object.keys(graph.nodes).map((node) => offerOfNode(graphId, node));
  const raw = graphsInside(graph).filter((inner) => rawSourceOf(inner) !== undefined);
  return [...nodes, ...raw.map((inner) => `shape:${codeShape(inner)}`)];
}
