/** G22: fail, ask, answer and fail again, many times in every kind: no answer is lost. An attempt loop around the agent is counted for comparison. */
import type { RunnableConfig } from "@langchain/core/runnables";
import { Annotation, Command, END, isGraphBubbleUp, MemorySaver, START, StateGraph } from "@langchain/langgraph";
import { afterAll, expect, it } from "vitest";
import { type CompiledGraph, compileGraph } from "../../../compile/compile-graph.ts";
import type { GraphData, NodeData } from "../../../language/graph/graph-data.ts";
import type { NormalAgent } from "../../../language/graph/normal-graph.ts";
import { normalise } from "../../../language/graph/normalise.ts";
import { registryOf, rememberRegistry } from "../../../language/registry/registry-of.ts";
import { runAgent } from "../../../nodes/agent/agent.ts";
import type { Call } from "../../../nodes/call/kind.ts";
import { isQuestionPayload } from "../../../nodes/interrupt/question-payload.ts";
import { memoryPorts } from "../../../testkit/memory/memory-ports.ts";
import { type Asking, retryCases, retryGraph } from "../graphs/retrying-graphs.ts";
import { counted, isFullRun, recordMeasurement } from "../measure/promise.ts";

const TRIALS = isFullRun ? 100 : 20;
const AT_ONCE = 10;
const printed: string[] = [];
const on = { trials: 0, violations: 0 };
const off = { trials: 0, violations: 0 };
afterAll(() => {
  console.log(printed.join("\n"));
  recordMeasurement({ promise: "a retry never loses an answer", ...on, off: { ...off, how: "an attempt loop around the agent" } });
});

interface Tally {
  readonly asked: number;
  /** Answers after which the same question was asked again, or the decided thing was not done. */
  readonly lost: number;
  /** Things done too often. */
  readonly twice: number;
}

it.each(retryCases)("%s", async (kind) => {
  const { asked, lost, twice } = await trials(kind, ({ graph }) =>
    compileGraph(graph, { ports: memoryPorts(), checkpointer: new MemorySaver() }),
  );
  on.trials += TRIALS;
  on.violations += lost + twice;
  printed.push(`G22 ${kind}: ${counted({ trials: TRIALS, violations: lost + twice })}, ${asked} questions`);
  expect({ asked, lost, twice }).toEqual({ asked: TRIALS * retryGraph(kind).questions, lost: 0, twice: 0 });
});

it.each(["agent", "an agent in a subgraph"])("%s with an attempt loop around it loses answers", async (kind) => {
  const { asked, lost } = await trials(kind, kind === "agent" ? loopAroundAgent : loopAroundGraph);
  off.trials += TRIALS;
  off.violations += lost;
  printed.push(`G22 ${kind}, protection off: ${counted({ trials: TRIALS, violations: lost })}, ${asked} questions`);
  expect(lost).toBeGreaterThanOrEqual(1);
});

async function trials(kind: string, make: (asking: Asking) => CompiledGraph): Promise<Tally> {
  const total = { asked: 0, lost: 0, twice: 0 };
  for (let trial = 0; trial < TRIALS; trial += AT_ONCE) {
    for (const one of await Promise.all(Array.from({ length: AT_ONCE }, () => once(retryGraph(kind), make)))) {
      total.asked += one.asked;
      total.lost += one.lost;
      total.twice += one.twice;
    }
  }
  return total;
}

/** Each question is answered as soon as it is asked. */
async function once(asking: Asking, make: (asking: Asking) => CompiledGraph): Promise<Tally> {
  const graph = make(asking);
  const config = { configurable: { thread_id: "t", run_id: "r" }, durability: "sync" as const };
  const ids = new Set<string>();
  let result = await graph.invoke({ items: ["a"], to: "a" } as never, config);
  for (let rounds = 0; result?.__interrupt__?.length && rounds < 10; rounds += 1) {
    const open = result.__interrupt__ as { id: string; value: unknown }[];
    for (const { id } of open) ids.add(id);
    const answers = open.map(({ id, value }) => [
      id,
      isQuestionPayload(value) ? { decision: "yes" } : { decisions: [{ type: "approve" }] },
    ]);
    result = await graph.invoke(new Command({ resume: Object.fromEntries(answers) }) as never, config);
  }
  const done = new Set(asking.done).size;
  return {
    asked: ids.size,
    lost: Math.max(ids.size - asking.questions, asking.wanted - done),
    twice: asking.done.length - done,
  };
}

const MAX_ATTEMPTS = 4;

/** What Signalbox never does: an agent without its inner retry that is retried as a whole. */
function loopAroundAgent({ graph }: Asking): CompiledGraph {
  const registry = registryOf(graph);
  const { retry: _, ...node } = normalise(graph, registry).nodes.first as NormalAgent;
  return looped(async (state, config) => (await runAgent(callOf({ node, state, config, registry }))).writes ?? {});
}

/** The same with the agent in a subgraph. */
function loopAroundGraph({ graph }: Asking): CompiledGraph {
  const inner = registryOf(graph).graphs?.inner as GraphData;
  const { retry: _, ...first } = inner.nodes.first as Extract<NodeData, { kind: "agent" }>;
  const bare = rememberRegistry({ ...inner, nodes: { first } }, registryOf(inner));
  const compiled = compileGraph(bare, { ports: memoryPorts() });
  return looped((_state, config) => compiled.invoke({} as never, config));
}

type Work = (state: Record<string, unknown>, config: RunnableConfig) => Promise<unknown>;

function looped(work: Work): CompiledGraph {
  const State = Annotation.Root({ items: Annotation<string[]>(), note: Annotation<string>() });
  const loop = async (state: typeof State.State, config: RunnableConfig) => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await work(state, config);
        return {};
      } catch (error) {
        if (isGraphBubbleUp(error) || attempt === MAX_ATTEMPTS) throw error;
      }
    }
  };
  const builder = new StateGraph(State).addNode("first", loop).addEdge(START, "first").addEdge("first", END);
  return builder.compile({ checkpointer: new MemorySaver() }) as unknown as CompiledGraph;
}

function callOf({ node, state, config, registry }: Pick<Call<NormalAgent>, "node" | "state" | "config" | "registry">): Call<NormalAgent> {
  return {
    ...{ node, name: "first", state, graph: "naive", registry, ports: memoryPorts(), config },
    scope: { thread: "t", run: "r", epoch: undefined, node: "first", task: "task" },
    signal: config.signal ?? new AbortController().signal,
  } as unknown as Call<NormalAgent>;
}
