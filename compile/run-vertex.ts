/** Runs one vertex: bounds first, then the node, then the check that its label is declared. */
import type { RunnableConfig } from "@langchain/core/runnables";
import { SignalboxError } from "../language/errors.ts";
import type { NormalGraph } from "../language/normal-graph.ts";
import type { Registry } from "../language/registry.ts";
import type { Outcome } from "../nodes/kind.ts";
import type { Ports } from "../nodes/ports.ts";
import { type Path, tokensOf, visitsOf } from "./path.ts";
import type { Vertex } from "./plan.ts";
import { PATH } from "./state-schema.ts";
import { taskOf } from "./task-labels.ts";

export interface VertexRun {
  readonly vertex: Vertex;
  readonly graph: NormalGraph;
  readonly registry: Registry;
  readonly ports: Ports;
  readonly answered: (config: RunnableConfig, label: string) => void;
}

type State = Readonly<Record<string, unknown>>;

export function runVertex({ vertex, registry, ports, answered }: VertexRun): (state: State, config: RunnableConfig) => Promise<Record<string, unknown>> {
  const { name, node, edges, run } = vertex;
  return async (state, config) => {
    const { thread_id: thread = "", run_id: runId = "", epoch } = config.configurable ?? {};
    const outcome =
      boundOf(vertex, (state[PATH] ?? []) as Path) ??
      (await run({
        node,
        name,
        state,
        registry,
        ports,
        scope: { thread: String(thread), run: String(runId), epoch: epoch as number | undefined, node: name, task: taskOf(config) },
        signal: config.signal ?? new AbortController().signal,
        config,
      }));
    const { label, writes = {}, ...facts } = outcome;
    const edge = edges.find((candidate) => candidate.label === label);
    if (!edge) {
      const known = edges.map((candidate) => `"${candidate.label}"`).join(", ");
      throw new SignalboxError("UNDECLARED_LABEL", `node "${name}" answered "${label}", which has no target. Declared: ${known}.`, { node: name, label });
    }
    answered(config, label);
    return { ...writes, [PATH]: [{ node: name, label, target: edge.target, ...facts }] };
  };
}

/** A bound that is spent is an edge: the node does not run. The budget's edge is taken once a turn, so that its target can act. */
function boundOf({ name, node }: Vertex, path: Path): Outcome | undefined {
  if (node.visits && visitsOf(path, name) >= node.visits.max) return { label: "exhausted" };
  const budget = "budget" in node ? node.budget : undefined;
  if (!budget || path.some(({ label }) => label === "budget")) return undefined;
  const isSpent = (budget.steps !== undefined && path.length >= budget.steps) || (budget.tokens !== undefined && tokensOf(path) >= budget.tokens);
  return isSpent ? { label: "budget" } : undefined;
}
