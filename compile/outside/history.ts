/** A history that a request gives a thread of a declared graph: each step is one that a node could have taken, by an edge that it has. */
import type { NormalGraph } from "../../language/graph/normal-graph.ts";
import { SignalboxError } from "../../language/issues/errors.ts";
import { nearestHint } from "../../language/issues/nearest.ts";
import { kindOf } from "../../language/kinds/all.ts";
import type { Registry } from "../../language/registry/registry.ts";
import type { Edge } from "../../language/terms/edge.ts";
import type { Step } from "../../language/terms/step.ts";
import { PATH } from "../../nodes/call/internal-channels.ts";
import { saidByAssistant } from "../../nodes/call/speaker.ts";
import { verticesOf } from "../../nodes/index.ts";
import { ENTRY, enterTurn } from "../enter-turn.ts";
import { checkedValues, type EditedCheckpoint } from "./state-edit.ts";
import { answers, type OutsideUpdate, wayOf } from "./ways.ts";

/** What one node has written, and where it went: a label of its, or the target of one. */
export interface HistoryStep {
  readonly asNode: string;
  readonly values: unknown;
  readonly goto: unknown;
}

/** The turn begins with the input that waits. @throws INVALID_INPUT when none does, or when it lacks what the first node needs. */
export function turnOf(graph: NormalGraph, registry: Registry, { state }: EditedCheckpoint): OutsideUpdate {
  const { target, writes } = enterTurn(graph, registry, state);
  return { asNode: ENTRY, way: target, values: writes };
}

/** @throws INVALID_INPUT for a node that is not next or asks a person, an edge that it does not have, and values that it could not write. */
export async function historyUpdate(
  graph: NormalGraph,
  registry: Registry,
  { at, step }: { readonly at: EditedCheckpoint; readonly step: HistoryStep },
): Promise<OutsideUpdate> {
  const { asNode: name } = step;
  const node = Object.hasOwn(graph.nodes, name) ? graph.nodes[name] : undefined;
  if (!node) throw refused(graph, name, `the graph has no such node. ${nearestHint(name, Object.keys(graph.nodes))}`);
  if (kindOf(node).waitsForPerson) throw refused(graph, name, "it asks a person, and a history is no decision. End the history before it");
  const vertices = verticesOf(name, node);
  if (!vertices.some((vertex) => at.next.includes(vertex.name)))
    throw refused(
      graph,
      name,
      `it is not next here: ${at.next.length > 0 ? at.next.join(", ") : "the turn has ended, begin one by __input__"}`,
    );
  const edges = vertices.find(answers)?.edges ?? [];
  const taken: Step = { node: name, ...edgeTo(graph, name, { edges, goto: step.goto }) };
  const way = wayOf(graph, taken);
  if (!way) throw refused(graph, name, "it answers by no vertex of its own");
  const values = saidByAssistant(registry, await checkedValues(graph, registry, step.values ?? {}));
  return { asNode: way.vertex, way: way.label, values: { ...values, [PATH]: [taken] } };
}

/** Without `goto` only where there is no choice. */
function edgeTo(
  graph: NormalGraph,
  node: string,
  { edges, goto }: { readonly edges: readonly Edge[]; readonly goto: unknown },
): Omit<Step, "node"> {
  const named = edges.filter(({ label }) => label === goto);
  const fitting = named.length > 0 ? named : edges.filter(({ target }) => goto === undefined || target === goto);
  const [only, ...others] = fitting;
  if (only && others.length === 0) return { label: only.label, target: only.target };
  const choice = edges.map(({ label, target }) => `"${label}" (to ${target})`).join(", ");
  throw refused(graph, node, `say by command.goto which edge it took: one of ${choice}`);
}

const refused = (graph: NormalGraph, node: string, why: string): SignalboxError =>
  new SignalboxError("INVALID_INPUT", `supersteps: the history of graph "${graph.id}" cannot have node "${node}": ${why}.`, {
    ...{ graph: graph.id, node, path: ["supersteps"] },
  });
