/** Runs one vertex: bounds first, then the node, then the check that its label is declared. */

import { type LangGraphRunnableConfig, Send } from "@langchain/langgraph";
import type { NormalNode } from "../language/graph/normal-graph.ts";
import { asError } from "../language/issues/thrown.ts";
import type { InnerGraph } from "../language/kinds/kind/kind.ts";
import type { Registry } from "../language/registry/registry.ts";
import { JOIN } from "../language/terms/labels.ts";
import { DECIDER, EPOCH, PRINCIPAL, TENANT } from "../language/terms/run-keys.ts";
import type { Path, Step } from "../language/terms/step.ts";
import { storedOutcome } from "../nodes/attempts/stored-writes.ts";
import { budgetLeft, isSpent } from "../nodes/call/budget.ts";
import { clear } from "../nodes/call/clear-mark.ts";
import { PATH, REPORTS, type State } from "../nodes/call/internal-channels.ts";
import type { Call, ChildGraph, Fork, Outcome, Vertex } from "../nodes/call/kind.ts";
import type { Ports } from "../nodes/call/ports.ts";
import type { Regions } from "../nodes/call/regions.ts";
import { edgeFor, visitsOf } from "../nodes/call/step.ts";
import { traceNode } from "../telemetry/trace.ts";
import { taskOf } from "./langgraph.ts";
import type { Way } from "./task-labels.ts";

export interface GraphContext {
  readonly graph: string;
  readonly registry: Registry;
  readonly ports: Ports;
  readonly regions: Regions;
  readonly child: (graph: InnerGraph) => ChildGraph;
  readonly answered: (config: LangGraphRunnableConfig, way: Way) => void;
}

type VertexFunction = (state: State, config: LangGraphRunnableConfig) => Promise<Record<string, unknown>>;

export function runVertex(vertex: Vertex, context: GraphContext): VertexFunction {
  const isTimed = "budget" in vertex.node && vertex.node.budget?.timeMs !== undefined;
  return async (state, config) => {
    const { graph, ports } = context;
    const beganMs = ports.elapsedMs();
    const bound = boundOf(vertex, state[PATH] ?? []);
    if (!bound) ports.visits?.began(graph, vertex.speaksFor);
    const outcome = bound ?? (await runNode(vertex, callOf(vertex, context, { state, config })).catch(throwError));
    if ("fork" in outcome) {
      context.answered(config, waysOf(outcome));
      return { [REPORTS]: clear() };
    }
    const { label, writes = {}, report, steps = [], ...facts } = outcome;
    const isBranch = vertex.join !== undefined;
    const step: Step = {
      node: report?.branch ?? vertex.speaksFor,
      label,
      target: isBranch ? (report?.target ?? JOIN) : edgeFor(vertex.name, vertex.edges, label).target,
      ...facts,
      ...(isTimed && { workedMs: Math.round(ports.elapsedMs() - beganMs) }),
    };
    ports.visits?.answered(graph, step);
    if (!isBranch) context.answered(config, label);
    return { ...writes, ...(report && { [REPORTS]: [report] }), [PATH]: [...steps, step] };
  };
}

/** LangGraph reads what a node throws as an error. */
function throwError(thrown: unknown): never {
  throw asError(thrown);
}

function runNode({ name, node, join, run }: Vertex, call: Call): Promise<Outcome | Fork> {
  return traceNode(call.scope, { name, graph: call.graph, kind: node.kind }, async () => {
    const outcome = await run(call);
    // a branch has checked its own writes: it must report to its join
    return join !== undefined || "fork" in outcome ? outcome : storedOutcome(call, outcome);
  });
}

function callOf(
  { name, node }: Vertex,
  { graph, registry, ports, regions, child }: GraphContext,
  { state, config }: { state: State; config: LangGraphRunnableConfig },
): Call {
  const {
    thread_id: thread = "",
    run_id: run = "",
    [EPOCH]: epoch,
    [TENANT]: tenant,
    [PRINCIPAL]: principal,
    [DECIDER]: decider,
    checkpoint_ns: namespace = "",
  } = config.configurable ?? {};
  return {
    node,
    name,
    state,
    graph,
    registry,
    ports,
    scope: {
      ...{ threadId: String(thread), run: String(run), epoch, node: name, task: taskOf(config) ?? "" },
      ...(typeof tenant === "string" && { tenant }),
      ...{ principal, decider },
    },
    signal: config.signal ?? new AbortController().signal,
    config,
    child,
    region: (owner) => regions.enter(JSON.stringify([thread, String(namespace).split("|").slice(0, -1), owner]), ports.elapsedMs),
  };
}

const waysOf = ({ fork }: Fork): Way => fork.map(({ vertex, state }) => (state ? new Send(vertex, state) : vertex));

/** A bound that is spent is an edge: the node does not run. The budget's edge is taken once a turn, so that its target can act. */
function boundOf({ name, node, isEntry }: Vertex, path: Path): Outcome | undefined {
  const label = isEntry ? spentBound(name, node, path) : undefined;
  return label === undefined ? undefined : { label };
}

/** The label of the bound by which a node does not run when it is entered now. */
export function spentBound(name: string, node: NormalNode, path: Path): string | undefined {
  if (node.visits && visitsOf(path, name) >= node.visits.max) return "exhausted";
  return isSpent(budgetLeft(node.budget, path)) ? "budget" : undefined;
}
