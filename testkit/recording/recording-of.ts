/** Records what one scenario takes while it runs: in its own graph, in the graphs inside it and in child threads. Written when it has ended. */

import type { GraphData } from "../../language/graph/graph-data.ts";
import { registryOf } from "../../language/registry/registry-of.ts";
import type { Step } from "../../language/terms/step.ts";
import { declaredName } from "../../language/terms/visit-name.ts";
import type { VisitObserver } from "../../nodes/call/ports.ts";
import type { Fallen } from "../memory/waiting-time.ts";
import { type CoverageRequest, coverageRequest } from "./coverage-request.ts";
import { writeTaken } from "./facts.ts";

type TakenParts = Record<"nodes" | "edges" | "deadlines", Set<string>>;

class Recording implements VisitObserver {
  readonly #graph: GraphData;
  readonly #asked: CoverageRequest;
  /** By the graph's id. */
  readonly #found = new Map<string, TakenParts>();

  constructor(graph: GraphData, asked: CoverageRequest) {
    this.#graph = graph;
    this.#asked = asked;
  }

  readonly began = (graph: string, node: string): void => {
    this.#of(graph).nodes.add(declaredName(node));
  };

  /** An item that failed has a step, too, whose label leads nowhere. */
  readonly answered = (graph: string, { node, label }: Pick<Step, "node" | "label">): void => {
    this.#of(graph).edges.add(`${declaredName(node)} ${label}`);
  };

  end(fallen: readonly Fallen[] = []): void {
    for (const { graph, node, index } of fallen) this.#of(graph).deadlines.add(`${declaredName(node)} ${index}`);
    for (const graph of graphsWithin(this.#graph).values()) {
      const found = this.#found.get(graph.id);
      if (found && this.#asked.includes(graph.id))
        writeTaken(this.#asked, graph, { nodes: [...found.nodes], edges: [...found.edges], deadlines: [...found.deadlines] });
    }
  }

  #of(graph: string): TakenParts {
    const found = this.#found.get(graph) ?? { nodes: new Set(), edges: new Set(), deadlines: new Set() };
    this.#found.set(graph, found);
    return found;
  }
}

/** Undefined when no reporter records the run, which costs nothing. */
export function recordingOf(graph: GraphData): Recording | undefined {
  const asked = coverageRequest();
  return asked && new Recording(graph, asked);
}

/** The graph and all that are declared inside it, by id. */
function graphsWithin(graph: GraphData, known = new Map<string, GraphData>()): Map<string, GraphData> {
  if (known.has(graph.id)) return known;
  known.set(graph.id, graph);
  for (const child of Object.values(registryOf(graph).graphs ?? {})) if (!("graph" in child)) graphsWithin(child, known);
  return known;
}
