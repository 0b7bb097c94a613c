/** G22: a retry never eats an answer. Fail, ask, answer, a hundred times; with an attempt loop round the agent counted beside. */
import type { RunnableConfig } from "@langchain/core/runnables";
import { Annotation, Command, END, isGraphBubbleUp, MemorySaver, START, StateGraph } from "@langchain/langgraph";
import { afterAll, expect, it } from "vitest";
import { type CompiledGraph, compileGraph } from "../../compile/compile-graph.ts";
import type { NormalAgent } from "../../language/normal-graph.ts";
import { normalise } from "../../language/normalise.ts";
import { registryOf } from "../../language/registry-of.ts";
import { runAgent } from "../../nodes/agent.ts";
import type { Call } from "../../nodes/kind.ts";
import { memoryPorts } from "../../testkit/memory-ports.ts";
import { approvalDesk, busy, call, paid } from "../agents/approval-desk.ts";

const TRIALS = 100;
const printed: string[] = [];
afterAll(() => console.log(printed.join("\n")));

/** Fails, asks, and asks again whoever has forgotten the answer. */
const desk = () => approvalDesk([busy(), [call(500, "a")], [call(500, "b")], "done"]);

it("asks once and loses no decision", async () => {
  const { asked, lost } = await trials(() =>
    compileGraph(approvalDesk([busy(), [call(500, "a")], "done"]).deskOf(), { ports: memoryPorts(), checkpointer: new MemorySaver() }),
  );
  printed.push(`G22: ${TRIALS} trials, asked ${asked} times, ${lost} decisions lost`);
  expect({ asked, lost, paid: paid.length }).toEqual({ asked: TRIALS, lost: 0, paid: TRIALS });
});

it("loses them all with an attempt loop round the agent", async () => {
  const { asked, lost } = await trials(naive);
  printed.push(`G22 without the protection: ${TRIALS} trials, asked ${asked} times, ${lost} decisions lost`);
  expect(lost).toBeGreaterThanOrEqual(1);
});

/** Each question is answered as soon as it is asked; every one beyond the first means that an answer was lost. */
async function trials(make: () => CompiledGraph): Promise<{ asked: number; lost: number }> {
  paid.splice(0);
  let asked = 0;
  let lost = 0;
  for (let trial = 0; trial < TRIALS; trial += 1) {
    const graph = make();
    const config = { configurable: { thread_id: `t${trial}`, run_id: "r" }, durability: "sync" as const };
    const ids = new Set<string>();
    let result = await graph.invoke({ message: "refund me" } as never, config);
    while (result.__interrupt__?.length) {
      const [{ id }] = result.__interrupt__ as [{ id: string }];
      ids.add(id);
      result = await graph.invoke(new Command({ resume: { [id]: { decisions: [{ type: "approve" }] } } }) as never, config);
    }
    asked += ids.size;
    lost += ids.size - 1;
  }
  return { asked, lost };
}

/** What Signalbox never does: the same agent without its inner retry, tried again as a whole. */
function naive(): CompiledGraph {
  const graph = desk().deskOf();
  const registry = registryOf(graph);
  const { retry: _, ...node } = normalise(graph, registry).nodes.clerk1 as NormalAgent;
  const State = Annotation.Root({ message: Annotation<string>(), draft: Annotation<string>() });
  const loop = async (state: typeof State.State, config: RunnableConfig) => {
    const call = callOf({ node, state, config, registry });
    for (let attempt = 1; ; attempt += 1) {
      try {
        return (await runAgent(call)).writes ?? {};
      } catch (error) {
        if (isGraphBubbleUp(error) || attempt === 2) throw error;
      }
    }
  };
  const builder = new StateGraph(State).addNode("clerk1", loop).addEdge(START, "clerk1").addEdge("clerk1", END);
  return builder.compile({ checkpointer: new MemorySaver() }) as unknown as CompiledGraph;
}

function callOf({ node, state, config, registry }: Pick<Call<NormalAgent>, "node" | "state" | "config" | "registry">): Call<NormalAgent> {
  return {
    ...{ node, name: "clerk1", state, graph: "naive", registry, ports: memoryPorts(), config },
    scope: { thread: "t", run: "r", epoch: undefined, node: "clerk1", task: "task" },
    signal: config.signal ?? new AbortController().signal,
    child: () => {
      throw new Error("no subgraph here");
    },
    region: () => {
      throw new Error("no region here");
    },
  } as Call<NormalAgent>;
}
