/** Refuses to continue a thread whose next node is gone from a graph built by hand: LangGraph would end it as a success. */

import type { CompiledGraph } from "../../compile/compile-graph.ts";
import { pendingNodes } from "../../compile/pending-nodes.ts";
import { rawSourceOf } from "../../compile/raw-source.ts";
import { definitionDoesNotFit } from "../protocol/refusals.ts";
import type { Services } from "../services.ts";
import type { Lease } from "./active-run.ts";
import { isInputTaken } from "./run-input.ts";

export async function refuseMissingNodes({ saver }: Services, lease: Lease, graph: CompiledGraph): Promise<void> {
  const { kind, graph_id: graphId, thread_id } = lease.run;
  const isNewTurn = kind === "input" && !isInputTaken(lease);
  if (isNewTurn || rawSourceOf(graph) === undefined) return;
  const tuple = await saver.getTuple({ configurable: { thread_id } });
  const missing = tuple ? pendingNodes(tuple).filter((node) => !Object.hasOwn(graph.nodes, node)) : [];
  if (missing.length === 0) return;
  throw definitionDoesNotFit({ graphId, hash: null, misfits: missing.map((name) => ({ part: "node", name, stored: "next" })) });
}
