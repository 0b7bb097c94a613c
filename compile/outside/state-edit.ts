/** An edit of a thread's state from outside: by which vertex it comes, and which of that vertex's edges it takes. It decides nothing. */
import type { NormalGraph } from "../../language/graph/normal-graph.ts";
import { SignalboxError } from "../../language/issues/errors.ts";
import { nearestHint } from "../../language/issues/nearest.ts";
import { kindOf } from "../../language/kinds/all.ts";
import type { Registry } from "../../language/registry/registry.ts";
import { ADOPTED, EDITED, signalOf } from "../../language/terms/labels.ts";
import type { Path, Step } from "../../language/terms/step.ts";
import { OUTSIDE } from "../../language/terms/visit-name.ts";
import { isClear } from "../../nodes/call/clear-mark.ts";
import { PATH, type State } from "../../nodes/call/internal-channels.ts";
import type { Vertex } from "../../nodes/call/kind.ts";
import { saidByAssistant } from "../../nodes/call/speaker.ts";
import { verticesOf } from "../../nodes/index.ts";
import { ENTRY, enterTurn } from "../enter-turn.ts";
import { checkWrites } from "../state-schema.ts";
import { allVertices, type OutsideUpdate, wayOf } from "./ways.ts";

export interface EditedCheckpoint {
  /** The vertices that are to run next. */
  readonly next: readonly string[];
  /** All channels, LangGraph's own among them. */
  readonly state: State;
}

export interface StateEdit {
  readonly values: unknown;
  /** Undefined: what is next stays next. */
  readonly asNode: string | undefined;
}

/**
 * One after the other: where the turn's input has not arrived yet, it arrives first.
 *
 * @throws INVALID_INPUT for a node that has taken no edge on the path, a node that asks, and values that a node could not write.
 */
export async function editUpdates(
  graph: NormalGraph,
  registry: Registry,
  { at, edit }: { readonly at: EditedCheckpoint; readonly edit: StateEdit },
): Promise<OutsideUpdate[]> {
  const values = await checkedValues(graph, registry, edit.values ?? {});
  const turn = turnToBegin(graph, registry, at);
  if (!turn) {
    const { vertex, label, steps } = edit.asNode === undefined ? unchanged(graph, at) : asIfRun(graph, at, edit.asNode);
    const written = edit.asNode === undefined ? values : saidByAssistant(registry, values);
    return [{ asNode: vertex, way: label, values: steps.length > 0 ? { ...written, [PATH]: steps } : written }];
  }
  if (edit.asNode !== undefined)
    throw refused(graph, edit.asNode, "the turn has not begun at this checkpoint, so no node has taken an edge");
  const entered = { asNode: ENTRY, way: turn.target };
  return [
    { ...entered, values: turn.writes },
    { ...entered, values },
  ];
}

interface Way {
  readonly vertex: string;
  readonly label: string;
  /** What the path gets. */
  readonly steps: readonly Step[];
}

/** Before the entry vertex has run, the input waits in a channel of LangGraph's or in our own. */
function turnToBegin(graph: NormalGraph, registry: Registry, { next, state }: EditedCheckpoint) {
  const start = next.includes("__start__") ? (state.__start__ as State | undefined) : undefined;
  return start || next.includes(ENTRY) ? enterTurn(graph, registry, { ...state, ...start }) : undefined;
}

/** What is next stays next; in the middle of branches or items, their node begins again, because they hold what it gave them. */
function unchanged(graph: NormalGraph, { next, state }: EditedCheckpoint): Way {
  const vertices = allVertices(graph);
  const joining = vertices.find(({ join }) => join !== undefined && next.includes(join));
  if (joining) return { vertex: joining.name, label: "", steps: [] };
  const path = state[PATH] ?? [];
  const last = path.findLast(({ node }) => Object.hasOwn(graph.nodes, node) || node === OUTSIDE);
  const first = vertices.find(({ name }) => next.includes(name));
  if (!last) return { vertex: ENTRY, label: first ? ownerOf(graph, first) : graph.start, steps: [] };
  if (last.node === OUTSIDE && signalOf(last.label) !== undefined) return { vertex: ENTRY, label: last.target, steps: [] };
  const isJump = last.node === OUTSIDE && last.label !== ADOPTED;
  const taken = isJump ? path.findLast(({ node, target }) => node !== OUTSIDE && target === last.target) : last;
  return { ...takenWay(graph, taken ?? last), steps: [] };
}

/** As if the node had just run, with the label that it has on the path: from there the path has a gap, which a step from outside fills. */
function asIfRun(graph: NormalGraph, { state }: EditedCheckpoint, name: string): Way {
  const node = Object.hasOwn(graph.nodes, name) ? graph.nodes[name] : undefined;
  if (!node) throw refused(graph, name, `the graph has no such node. ${nearestHint(name, Object.keys(graph.nodes))}`);
  if (kindOf(node).waitsForPerson)
    throw refused(graph, name, "it asks a person, and an edit is no decision. Decide its question, or edit as another node");
  const path: Path = state[PATH] ?? [];
  const taken = path.findLast((step) => step.node === name);
  if (!taken) throw refused(graph, name, "it has taken no edge on the path to this checkpoint");
  const last = path.findLast((step) => Object.hasOwn(graph.nodes, step.node) || step.node === OUTSIDE);
  const isGap = last !== taken && last?.target !== taken.target;
  return { ...takenWay(graph, taken), steps: isGap ? [{ node: OUTSIDE, label: EDITED, target: taken.target }] : [] };
}

function takenWay(graph: NormalGraph, step: Step): Omit<Way, "steps"> {
  const way = wayOf(graph, step);
  if (!way) throw refused(graph, step.node, "the graph has no such node");
  return way;
}

const ownerOf = (graph: NormalGraph, { name: vertex }: Vertex): string =>
  Object.entries(graph.nodes).find(([name, node]) => verticesOf(name, node).some((own) => own.name === vertex))?.[0] ?? vertex;

export async function checkedValues(graph: NormalGraph, registry: Registry, values: unknown): Promise<Record<string, unknown>> {
  if (typeof values !== "object" || values === null || Array.isArray(values))
    throw new SignalboxError("INVALID_INPUT", "values: expected an object, with a channel's name for each value", { path: ["values"] });
  for (const [channel, value] of Object.entries(values)) {
    if (!Object.hasOwn(registry.state, channel)) {
      const message = `values: graph "${graph.id}" has no channel "${channel}". ${nearestHint(channel, Object.keys(registry.state))}`;
      throw new SignalboxError("INVALID_INPUT", message, { path: ["values", channel] });
    }
    if (isClear(value))
      throw new SignalboxError("INVALID_INPUT", `values.${channel}: "__clear__" is reserved`, { path: ["values", channel] });
  }
  return checkWrites(registry.state, { ...values }, "values");
}

const refused = (graph: NormalGraph, node: string, why: string): SignalboxError =>
  new SignalboxError("INVALID_INPUT", `The state of graph "${graph.id}" cannot be edited as node "${node}": ${why}.`, {
    ...{ graph: graph.id, node, path: ["as_node"] },
  });
